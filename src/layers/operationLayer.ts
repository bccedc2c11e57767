import type { Operation } from '../devices/device.js';
import { type LayerContext, type LayerDefinition, type LayerOperator, layer } from './layer.js';

/**
 * A layer without state that makes one signal of each input by an operation: currents, or, for an operation that leaves
 * spikes spikes, what came in.
 */
export function operationLayer(
  definition: Omit<LayerDefinition, 'start'>,
  start: (context: LayerContext) => Operation,
): LayerOperator {
  return layer({
    ...definition,
    start(context) {
      const { signals: [came = 'cur'] = [] } = context;
      const { makes = 'cur' } = definition;
      const name = makes === 'same' ? came : makes;
      const operation = start(context);
      return {
        next: (input) => ({ [name]: operation.run([input])[0]! }),
        free: () => operation.free(),
      };
    },
  });
}
