import { whole } from '../check.js';
import { eachStep } from './eachStep.js';
import type { StepOperator } from './layer.js';

/**
 * Lets the layers after it compute up to `steps` steps at once: each reads its weights once for all of them, and a
 * graphics device is asked once. Steps, their order and their numbers stay the same; only the work waits, until a block is
 * full or somebody reads a tensor of it. `block(1)` computes each step as it comes, for live streams.
 *
 * Without it, finite sources compute in blocks of 20 and all others step by step.
 * Throws a `RangeError` unless `steps` is a whole number, at least 1.
 *
 * @example
 * rate(digit, { steps: 100 }).pipe(block(50), linear(fc1), leaky({ beta: 0.95 }), record());
 */
export function block(steps: number): StepOperator {
  whole('block: steps', steps, { min: 1 });
  return eachStep('block', (step) => step.inBlocksOf(steps)) as StepOperator;
}
