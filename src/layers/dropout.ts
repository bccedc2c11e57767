import { number } from '../check.js';
import { eachStep } from './eachStep.js';
import type { LayerDefinition, LayerOperator } from './layer.js';

/**
 * Emits each step as it comes: dropout is off outside training, and scales nothing. It is there so that a network which
 * was trained elsewhere reads as it did there.
 *
 * `p` is the share of inputs that training drops, from 0 to 1; anything else throws.
 * Source: `torch.nn.Dropout` in evaluation mode (https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html).
 *
 * @example
 * rate(digit, { steps: 25 }).pipe(linear(fc1), leaky({ beta: 0.9 }), dropout(0.25), linear(fc2));
 */
export function dropout(p: number): LayerOperator {
  number('dropout: p', p, { min: 0, max: 1 });
  return Object.assign(
    eachStep('dropout', (step) => step),
    { layer: identity },
  ) as LayerOperator;
}

const identity: LayerDefinition = {
  name: 'dropout',
  makes: 'same',
  start: ({ signals: [signal = 'cur'] = [] }) => ({
    next: (input) => ({ [signal]: input }),
    free: () => undefined,
  }),
};
