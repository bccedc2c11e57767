import type { Operation } from '../devices/device.js';
import { type LayerContext, type LayerDefinition, type LayerOperator, layer } from './layer.js';

/**
 * A layer without state that makes one signal of each input by an operation: currents, or, for an operation that leaves
 * spikes spikes, what came in.
 */
export function operationLayer(
  { makes, ...definition }: Omit<LayerDefinition, 'start'> & { readonly makes: 'cur' | 'same' },
  start: (context: LayerContext) => Operation,
): LayerOperator {
  return layer({
    ...definition,
    start(context) {
      const { signal = 'cur' } = context;
      const name = makes === 'same' ? signal : makes;
      const operation = start(context);
      return {
        next: (input) => ({ [name]: operation.run([input])[0]! }),
        free: () => operation.free(),
      };
    },
  });
}
