import type { RecordedSignal } from '../../recording.js';
import { sizeOf } from '../../shape.js';
import { crc32 } from '../bytes/crc32.js';
import { viewOf } from '../bytes/viewOf.js';
import { encodeSignal } from './encode.js';
import { BLOCK_HEAD, CRC, END, MAGIC, MOST_BLOCK, putText, putU64, stepBytes, VERSION } from './format.js';

/** About what a block holds as float32, and most of its steps: what is in memory, and what a crash can lose. */
const USUAL_BLOCK = 2 ** 20;
const USUAL_STEPS = 2 ** 13;

/** Makes the bytes of a recording file, in order: the header, blocks as they fill, and the index at the end. */
export class RecordingBytes {
  readonly #signals: readonly RecordedSignal[];
  readonly #sizes: readonly number[];
  readonly #blockSteps: number;
  /** The block that is being filled: for each signal the numbers of its steps. */
  readonly #block: readonly Float32Array[];
  #inBlock = 0;
  #steps = 0;
  #written = 0;
  #index: { readonly place: number; readonly first: number }[] = [];

  constructor(signals: readonly RecordedSignal[], blockSteps: number | undefined) {
    this.#signals = signals;
    this.#sizes = signals.map(({ shape }) => sizeOf(shape));
    const bytes = Math.max(1, stepBytes(signals));
    const usual = Math.min(USUAL_STEPS, Math.floor(USUAL_BLOCK / bytes));
    const most = Math.floor(MOST_BLOCK / bytes);
    this.#blockSteps = Math.max(1, Math.min(blockSteps ?? usual, most));
    this.#block = this.#sizes.map((size) => new Float32Array(size * this.#blockSteps));
  }

  header(): Uint8Array {
    const json = new TextEncoder().encode(JSON.stringify({ signals: this.#signals }));
    const bytes = new Uint8Array(16 + json.length + CRC);
    const view = viewOf(bytes);
    putText(view, 0, MAGIC.file);
    view.setUint32(8, VERSION, true);
    view.setUint32(12, json.length, true);
    bytes.set(json, 16);
    return this.#sealed(bytes);
  }

  /** Takes one step; when that fills a block, its bytes. */
  add(step: readonly Float32Array[]): Uint8Array | undefined {
    for (let i = 0; i < step.length; i += 1) this.#block[i]!.set(step[i]!, this.#inBlock * this.#sizes[i]!);
    this.#inBlock += 1;
    this.#steps += 1;
    return this.#inBlock === this.#blockSteps ? this.flush() : undefined;
  }

  /** The bytes of the block that is being filled, if it has a step. */
  flush(): Uint8Array | undefined {
    if (this.#inBlock === 0) return undefined;
    const parts = this.#block.map((data, i) =>
      encodeSignal(data.subarray(0, this.#inBlock * this.#sizes[i]!), this.#sizes[i]!),
    );
    const length = parts.reduce((sum, { length }) => sum + length, 0);
    const bytes = new Uint8Array(BLOCK_HEAD + length + CRC);
    const view = viewOf(bytes);
    const first = this.#steps - this.#inBlock;
    putText(view, 0, MAGIC.block);
    view.setUint32(4, this.#inBlock, true);
    putU64(view, 8, first);
    view.setUint32(16, length, true);
    let at = BLOCK_HEAD;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.#index.push({ place: this.#written, first });
    this.#inBlock = 0;
    return this.#sealed(bytes);
  }

  /** The index and the end, after the last block. */
  end(): Uint8Array {
    const bytes = new Uint8Array(8 + 16 * this.#index.length + 8 + CRC + END);
    const view = viewOf(bytes);
    putText(view, 0, MAGIC.index);
    view.setUint32(4, this.#index.length, true);
    this.#index.forEach(({ place, first }, i) => {
      putU64(view, 8 + 16 * i, place);
      putU64(view, 16 + 16 * i, first);
    });
    const end = bytes.length - END;
    putU64(view, end - CRC - 8, this.#steps);
    view.setUint32(end - CRC, crc32(bytes.subarray(0, end - CRC)), true);
    putU64(view, end, this.#written);
    putText(view, end + 8, MAGIC.end);
    return bytes;
  }

  #sealed(bytes: Uint8Array): Uint8Array {
    const end = bytes.length - CRC;
    viewOf(bytes).setUint32(end, crc32(bytes.subarray(0, end)), true);
    this.#written += bytes.length;
    return bytes;
  }
}
