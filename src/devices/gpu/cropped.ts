import type { Shape } from '../../shape.js';
import type { Tidy } from './kernel.js';

/** Brings rows of `stride` numbers to `shape`, [rows, columns]; `undefined` where nothing fills them up. */
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
