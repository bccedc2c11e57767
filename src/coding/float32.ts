/** Rounds to the nearest whole number, and halves to the even one, as PyTorch does. */
export function roundEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

const LANES = 8;

/**
 * `start + i * step` for i below `count`, in float32 as `torch.arange` rounds it: pairs of vectors of 8 count on from
 * the rounded first number of each, what is left after them is computed one by one.
 */
export function arange(start: number, step: number, count: number): Float32Array {
  const numbers = new Float32Array(count);
  const inVectors = count - (count % (2 * LANES));
  for (let i = 0; i < count; i++) {
    const lane = i < inVectors ? i % LANES : 0;
    const base = start + step * (i - lane);
    numbers[i] = lane === 0 ? base : Math.fround(base) + lane * step;
  }
  return numbers;
}
