import { number, whole } from '../check.js';

/** How a rate is taken of single spikes: over the last steps, all alike, or the more the later they are. */
export interface Smoothing {
  /** Steps of which the mean is taken: the last `window`, the current one included. Default 20. */
  readonly window?: number;
  /** Instead of `window`: weights fall with this time constant, by `exp(-1 / tau)` a step. */
  readonly tau?: number;
}

/** Their names. */
export const SMOOTHING = ['window', 'tau'] as const;

/** Throws for a window or time constant out of range, and for both at once. */
export function checkSmoothing(operator: string, { window, tau }: Smoothing): void {
  if (window !== undefined) whole(`${operator}: window`, window, { min: 1 });
  if (tau !== undefined) number(`${operator}: tau`, tau, { above: 0 });
  if (window !== undefined && tau !== undefined)
    throw new TypeError(`${operator}: takes window or tau, got both: ${window} and ${tau}`);
}

/** A function that takes a value a step and returns their weighted mean so far; the first steps have fewer to go by. */
export function smoother({ window = 20, tau }: Smoothing): (value: number) => number {
  return tau === undefined ? windowed(window) : fading(Math.exp(-1 / tau));
}

function windowed(window: number): (value: number) => number {
  const last = new Float64Array(window);
  let count = 0;
  let sum = 0;
  return (value) => {
    const at = count % window;
    sum += value - last[at]!;
    last[at] = value;
    count += 1;
    return sum / Math.min(count, window);
  };
}

function fading(decay: number): (value: number) => number {
  let sum = 0;
  let weights = 0;
  return (value) => {
    sum = decay * sum + value;
    weights = decay * weights + 1;
    return sum / weights;
  };
}
