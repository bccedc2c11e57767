import type { RecordedSignal } from '../../recording.js';
import { sizeOf } from '../../shape.js';

/**
 * The layout of a recording file, version 1; all numbers have their little end first.
 *
 *     header  'RXSNNREC', u32 version, u32 length, that many bytes of JSON { signals: RecordedSignal[] }, u32 CRC-32
 *     block   'RBLK', u32 steps, u64 number of the first, u32 length, that many bytes, u32 CRC-32; any number of blocks
 *     index   'RIDX', u32 blocks, for each u64 place in the file and u64 number of its first step, u64 steps, u32 CRC-32
 *     end     u64 place of the index, 'RXSNNEND'
 *
 * A CRC-32 is that of its part from its first byte on. What is in a block: see `encode.ts`. docs/recordings.md says
 * the same for other programs.
 */
export const VERSION = 1;
export const MAGIC = { file: 'RXSNNREC', block: 'RBLK', index: 'RIDX', end: 'RXSNNEND' } as const;
export const BLOCK_HEAD = 20;
export const CRC = 4;
export const END = 16;

/** Most bytes of a header, of one step, and of the numbers of a block of more than one step. */
export const MOST_HEADER = 2 ** 24;
export const MOST_STEP = 2 ** 28;
export const MOST_BLOCK = 2 ** 26;

/** Bytes that one step takes as float32. */
export function stepBytes(signals: readonly RecordedSignal[]): number {
  return signals.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0);
}

export function putText(view: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i += 1) view.setUint8(at + i, text.charCodeAt(i));
}

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Whole numbers up to 2^53. */
export function putU64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}

export function u64At(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
