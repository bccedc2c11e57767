import { delta } from './delta.js';
import { directCurrent } from './directCurrent.js';
import type { Encoding } from './encoding.js';
import { latency } from './latency.js';
import { rate } from './rate.js';

/** The encodings to choose from; another one is another entry. */
export const encodings: readonly Encoding[] = [rate, latency, delta, directCurrent];

export function encodingOf(name: string): Encoding {
  const encoding = encodings.find((each) => each.name === name);
  if (encoding) return encoding;
  const names = encodings.map(({ name }) => `'${name}'`).join(', ');
  throw new TypeError(`live: no encoding '${name}', there are ${names}`);
}
