import type { Shape } from '../../shape.js';
import type { Tidy } from './kernel.js';

/** Takes off what fills rows up to `stride` numbers, for results of `shape` [rows, columns]; `undefined` where nothing does. */
export function cropped(stride: number, shape: Shape): Tidy | undefined {
  const [rows, columns] = shape as [number, number];
  if (stride === columns) return undefined;
  return (padded) => {
    const numbers = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      numbers.set(padded.subarray(row * stride, row * stride + columns), row * columns);
    }
    return numbers;
  };
}
