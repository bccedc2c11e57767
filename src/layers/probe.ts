import type { Observable } from 'rxjs';
import { show } from '../check.js';
import type { Step, StepLike } from '../step.js';
import { eachStep } from './eachStep.js';

/** Names that are signals of the last layer in a recording, and therefore not free for layers. */
export const SIGNALS = ['spk', 'mem', 'cur', 'syn'];

/**
 * Keeps the signals of the layer before it under `name`, for the sinks downstream: `step.layers[name].spk`.
 *
 * Steps pass otherwise unchanged. Throws a `TypeError` for a name that is empty or a signal's; a name that was used
 * upstream goes down the error channel.
 *
 * @example
 * source.pipe(probe('input'), linear(fc1), leaky({ beta }), probe('hidden'), raster(['input', 'hidden']));
 */
export function probe<Name extends string>(
  name: Name,
): <Layer extends string = never>(
  source: Observable<Step<Layer>> | Observable<StepLike>,
) => Observable<Step<Layer | Name>> {
  if (typeof name !== 'string' || name === '' || SIGNALS.includes(name)) {
    throw new TypeError(`probe: name must be a word other than ${SIGNALS.join(', ')}, got ${show(name)}`);
  }
  const operator = eachStep('probe', (step) => {
    if (step.layer(name)) throw new TypeError(`probe: '${name}' names a layer upstream already`);
    return step.keep(name);
  });
  // biome-ignore lint/suspicious/noExplicitAny: the overload above says what it does to the names
  return operator as any;
}
