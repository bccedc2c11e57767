import { whole } from '../check.js';
import { longest } from '../devices/delayLine.js';
import { describeShape } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';
import { HeldSteps } from './heldSteps.js';
import { type LayerOperator, layer } from './layer.js';
import { perNeuron } from './values.js';

/**
 * Emits, for each step t, what came in n steps before: y(t) = x(t - n), zeros while t < n, under the name that came in,
 * `spk` or `cur`, and of the same shape. With n = 0 a neuron passes on what comes.
 *
 * `steps` is n: a whole number, one a channel, or one a neuron. Seconds are the user's: a delay of 5 ms is 5 / dt steps.
 *
 * The last inputs are kept from the first step on, max(n) of them, and freed on complete, error or unsubscribe. Throws a
 * `TypeError` or `RangeError` where a number is not whole or negative; delays of another size than the layer go down the
 * error channel.
 * Source: the node `Delay` of NIR (https://neuroir.org/docs/primitives.html), whose delays are in seconds.
 *
 * @example
 * spikes([1, 0, 0]).pipe(delay(2), map(({ spk }) => spk.data[0])); // 0, 0, 1
 */
export function delay(steps: TensorLike): LayerOperator {
  const given = fromLike(steps, 'delay');
  for (const value of given.data) whole('delay: steps', value);
  if (given.shape.length > 1 || given.data.length === 0) {
    throw new RangeError(
      `delay: steps must be a number or one a neuron, got shape ${describeShape(given.shape)}`,
    );
  }
  const single = given.shape.length === 0 ? given.data[0]! : undefined;
  return layer({
    name: 'delay',
    makes: 'same',
    options: { steps: given },
    start({ device, shape, block, signals: [signal = 'cur'] = [] }) {
      const own = single ?? Int32Array.from(perNeuron('delay: steps', given.data, shape));
      const most = longest(own);
      if (most === 0) return { next: (input) => ({ [signal]: input }), free: () => undefined };
      const operation = device.delay(own, shape, block);
      // the last inputs, so that a network can be saved
      const held = new HeldSteps(shape, most);
      return {
        next(input) {
          held.push(input);
          return { [signal]: operation.run([input])[0]! };
        },
        save: () => held.save(),
        load(saved) {
          // what the device holds is what came in last
          for (const input of saved) {
            held.push(input);
            operation.run([input]);
          }
        },
        free() {
          held.free();
          operation.free();
        },
      };
    },
  });
}
