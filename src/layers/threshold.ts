import type { LayerOperator } from './layer.js';
import { neuronLayer } from './neuron.js';
import { type Live, setting } from './setting.js';

/**
 * Emits, for each step, a spike wherever the input exceeds the threshold: `spk` is 1 where x > θ, strictly, else 0, and
 * `cur` is x, both of the input's shape [batch, ...features]. It has no membrane and remembers nothing.
 *
 * `theta` is a number, one a channel, one a neuron, or an Observable of any of these. It throws where a number is not
 * finite; thresholds of another size than the layer go down the error channel.
 * Source: the node `Threshold` of NIR (https://neuroir.org/docs/primitives.html).
 *
 * @example
 * current([[0.5, 1.5]]).pipe(threshold(1), map(({ spk }) => [...spk.data])); // [0, 1]
 */
export function threshold(theta: Live): LayerOperator {
  return neuronLayer(
    {
      name: 'threshold',
      state: [],
      params: { theta: setting('threshold', 'theta', theta) },
      step: ({ cur, theta }) => ({ spk: cur > theta ? 1 : 0 }),
    },
    {},
    { options: { theta } },
  );
}
