import { Refusal } from './frame.js';

const NEWLINE = 10;

/** Pieces of a line that are kept apart. */
const PARTS = 64;

/**
 * Cuts bytes into lines, blank ones left out. A line of more than `maxBytes` is not kept: it becomes one `Refusal`, and
 * what is left of it is skipped as it comes. The last line needs no end.
 */
export async function* lines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<string | Refusal> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (): string | Refusal | undefined => {
    const line =
      length > maxBytes
        ? new Refusal(`a line may have ${maxBytes} bytes, got ${length}`)
        : Buffer.concat(parts).toString('utf8').trim();
    parts = [];
    length = 0;
    return line === '' ? undefined : line;
  };
  const add = (part: Uint8Array): void => {
    length += part.length;
    if (length > maxBytes) parts = [];
    else parts.push(part);
    // a sender of single bytes shall not cost more than its line
    if (parts.length === PARTS) parts = [Buffer.concat(parts)];
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (line !== undefined) yield line;
    }
    add(chunk.subarray(start));
  }
  const last = take();
  if (last !== undefined) yield last;
}
