import { type Mnist, readMnist } from 'rxsnn';
import type { Options } from './options.js';

/** The test digits; throws a `RangeError` where there are not as many as the command line asks for. */
export async function readDigits({ data, digit, digits = 1 }: Options): Promise<Mnist> {
  const mnist = await readMnist(data, { split: 'test' });
  const total = mnist.labels.length;
  if (digit >= total) throw new RangeError(`--digit must be below ${total}, got ${digit}`);
  if (digits > total) throw new RangeError(`--digits must be at most ${total}, got ${digits}`);
  return mnist;
}
