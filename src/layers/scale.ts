import type { LayerOperator } from './layer.js';
import { neuronLayer } from './neuron.js';
import { type Live, setting } from './setting.js';

/**
 * Emits, for each step, the currents `cur = factor x`, rounded once to float32, of the input's shape
 * [batch, ...features].
 *
 * `factor` is a number, one a channel, one a neuron, or an Observable of any of these. It throws where a number is not
 * finite; a factor of another size than the layer goes down the error channel.
 * Source: the node `Scale` of NIR (https://neuroir.org/docs/primitives.html).
 *
 * @example
 * current([[1, 2]]).pipe(scale([10, 0.5]), map(({ cur }) => [...cur.data])); // [10, 1]
 */
export function scale(factor: Live): LayerOperator {
  return neuronLayer(
    {
      name: 'scale',
      state: [],
      params: { factor: setting('scale', 'factor', factor) },
      step: ({ cur, factor }) => ({ cur: factor * cur }),
    },
    {},
    { options: { factor } },
  );
}
