import { decode, NOWHERE, Part, type Source } from './source.js';

/** The texts of elements that have a fixed length. */
export function fixedTexts(data: Uint8Array, bytes: number): string[] {
  return Array.from({ length: data.length / bytes }, (_, i) =>
    decode(data.subarray(i * bytes, (i + 1) * bytes)).replace(/[\0 ]+$/, ''),
  );
}

/** Reads texts that lie in heaps; a heap is taken apart once. */
export class TextReader {
  readonly #heaps = new Map<number, Map<number, Uint8Array>>();

  constructor(readonly file: Source) {}

  /** The texts of elements of 16 bytes: a length, the address of a heap and a number in it. */
  read(data: Uint8Array): string[] {
    const body = new Part(data);
    return Array.from({ length: data.length / 16 }, () => {
      const [length, heap, index] = [body.u32(), body.u64(), body.u32()];
      if (length === 0 || heap === 0 || heap === NOWHERE) return '';
      const bytes = this.#heap(heap).get(index);
      if (!bytes || bytes.length < length) throw new Error('a text must be where its dataset says');
      this.file.charge(length);
      return decode(bytes.subarray(0, length)).replace(/\0+$/, '');
    });
  }

  #heap(address: number): Map<number, Uint8Array> {
    const known = this.#heaps.get(address);
    if (known) return known;
    const head = this.file.part(address, 16);
    head.expect('GCOL');
    head.skip(4);
    const body = this.file.part(address, head.u64());
    const objects = new Map<number, Uint8Array>();
    body.skip(16);
    while (body.left >= 16) {
      const index = body.u16();
      body.skip(6);
      const size = body.u64();
      if (index === 0) break;
      objects.set(index, body.take(size));
      body.skip(Math.min(-size & 7, body.left));
    }
    this.#heaps.set(address, objects);
    return objects;
  }
}
