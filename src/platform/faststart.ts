/** A box of an MP4 file: its type of four letters, and where it begins, its content begins and both end. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/**
 * Gives an MP4 file of h264-mp4-encoder what it lacks: the index before the pictures, so that a player can
 * start before it has the whole file, and the list of key frames (`stss`). Without that list every picture
 * counts as a key frame, and a jump lands on one that cannot be decoded: Chromium then shows a later picture.
 *
 * The file has one video track, its samples in one run, of NAL units after lengths of 4 bytes.
 * Source: ISO/IEC 14496-12 (boxes) and 14496-15 (NAL units in samples).
 */
export function faststart(file: Uint8Array): Uint8Array {
  const top = boxesIn(file, 0, file.length);
  const [ftyp, moov, mdat] = [find(top, 'ftyp'), find(top, 'moov'), find(top, 'mdat')];
  const tables = pathToTables(file, moov);
  const extra = keyFrameBox(keyFrames(file, tables.at(-1)!));
  const at = tables.at(-1)!.end;

  const index = concat([file.subarray(moov.start, at), extra, file.subarray(at, moov.end)]);
  for (const box of tables) {
    view(index).setUint32(box.start - moov.start, box.end - box.start + extra.length);
  }
  shiftChunks(index, ftyp.end - ftyp.start + index.length - mdat.start);
  return concat([file.subarray(ftyp.start, ftyp.end), index, file.subarray(mdat.start, mdat.end)]);
}

/** Adds `by` to the place of every chunk. */
function shiftChunks(index: Uint8Array, by: number): void {
  const tables = pathToTables(index, boxesIn(index, 0, index.length)[0]!).at(-1)!;
  const { content } = find(boxesIn(index, tables.content, tables.end), 'stco');
  const data = view(index);
  const end = content + 8 + 4 * data.getUint32(content + 4);
  for (let at = content + 8; at < end; at += 4) data.setUint32(at, data.getUint32(at) + by);
}

/** The numbers, from 1, of the samples that hold an IDR picture: a NAL unit of type 5. */
function keyFrames(file: Uint8Array, tables: Box): number[] {
  const boxes = boxesIn(file, tables.content, tables.end);
  const data = view(file);
  const sizes = find(boxes, 'stsz').content;
  const found: number[] = [];
  let at = data.getUint32(find(boxes, 'stco').content + 8);
  for (let sample = 1; sample <= data.getUint32(sizes + 8); sample += 1) {
    const end = at + (data.getUint32(sizes + 4) || data.getUint32(sizes + 8 + 4 * sample));
    while (at + 4 < end && (file[at + 4]! & 31) !== 5) at += 4 + data.getUint32(at);
    if (at + 4 < end) found.push(sample);
    at = end;
  }
  return found;
}

function keyFrameBox(numbers: number[]): Uint8Array {
  const box = new Uint8Array(16 + 4 * numbers.length);
  const data = view(box);
  data.setUint32(0, box.length);
  box.set(new TextEncoder().encode('stss'), 4);
  data.setUint32(12, numbers.length);
  for (const [i, number] of numbers.entries()) data.setUint32(16 + 4 * i, number);
  return box;
}

/** The boxes from `moov` down to the sample tables. */
function pathToTables(file: Uint8Array, moov: Box): Box[] {
  const path = [moov];
  for (const type of ['trak', 'mdia', 'minf', 'stbl']) {
    const outer = path.at(-1)!;
    path.push(find(boxesIn(file, outer.content, outer.end), type));
  }
  return path;
}

function find(boxes: Box[], type: string): Box {
  const box = boxes.find((candidate) => candidate.type === type);
  if (!box) throw new Error(`faststart: the file must have a box ${type}, got ${boxes.map((b) => b.type)}`);
  return box;
}

function boxesIn(file: Uint8Array, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = view(file).getUint32(at);
    if (size < 8 || at + size > end)
      throw new Error(`faststart: a box must fit in its parent, got ${size} bytes`);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    boxes.push({ type, start: at, content: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
