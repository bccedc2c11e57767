import type { Observable } from 'rxjs';
import { type LinearWeights, leaky, linear, probe, type Step } from 'rxsnn';
import type { Reference, ReferenceCase } from './decode.js';

/** The layers of the case tutorial-network, its hidden layer probed; in Node or in a page. */
export function tutorialNetwork({ options, input }: ReferenceCase) {
  const scaled = ({ shape, data }: Reference) => ({ shape, data: data.map((x) => x / options.weightScale) });
  const weights = (name: string): LinearWeights => ({
    weight: scaled(input[`${name}.weight`]!),
    bias: scaled(input[`${name}.bias`]!),
  });
  return (source: Observable<Step>) =>
    source.pipe(
      linear(weights('fc1')),
      leaky({ beta: options.beta }),
      probe('hidden'),
      linear(weights('fc2')),
      leaky({ beta: options.beta }),
    );
}
