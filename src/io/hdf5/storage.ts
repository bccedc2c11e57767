import { describeShape } from '../../shape.js';
import { chunkedBytes, type Elements } from './chunks.js';
import { MESSAGE, type Message } from './header.js';
import { NOWHERE, Part, type Source } from './source.js';

/**
 * The bytes of a dataset's elements in row-major order. Nothing is allocated that the file's bytes cannot hold: data that
 * are not packed are a part of the file, and packed ones are at most 1032 times as long as what they are in.
 */
export function bytesOf(file: Source, messages: readonly Message[], elements: Elements): Uint8Array {
  const layout = messages.find(({ type }) => type === MESSAGE.layout);
  if (!layout) throw new Error('a dataset must say where its data are');
  const body = new Part(layout.bytes);
  const [version, kind] = [body.u8(), body.u8()];
  if (version < 3 || version > 5) throw new Error(`the version of a layout must be 3 to 5, got ${version}`);
  if (kind === 2) return chunkedBytes(file, messages, body, version, elements);
  if (kind > 2) throw new Error(`a layout must be compact, contiguous or chunked, got ${kind}`);
  const data = kind === 0 ? body.take(body.u16()) : contiguous(file, body);
  const takes = elements.shape.reduce((product, size) => product * size, elements.bytes);
  if (data.length === takes) return data;
  throw new Error(`${describeShape(elements.shape)} takes ${takes} bytes, the dataset has ${data.length}`);
}

function contiguous(file: Source, body: Part): Uint8Array {
  const [at, length] = [body.u64(), body.u64()];
  if (at === NOWHERE && length > 0) throw new Error('the data were never written');
  return at === NOWHERE ? new Uint8Array() : file.slice(at, length);
}
