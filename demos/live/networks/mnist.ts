import { type Linear, leaky, linear, neuron, probe, type ResetMechanism } from 'rxsnn';
import { trained } from '../../shared/trained.js';
import weights from '../../tutorial/mnist-784-1000-10.safetensors?url';
import type { Layer, NetworkInfo } from '../model/network.js';
import { firstStep } from './firstStep.js';
import type { Network } from './network.js';

const info: NetworkInfo = {
  input: [784],
  dt: 0.01,
  sliders: [
    { name: 'beta', title: 'Beta', min: 0, max: 1, step: 0.01, value: 0.95 },
    { name: 'threshold', title: 'Threshold', min: 0.1, max: 3, step: 0.05, value: 1 },
    { name: 'weightScale', title: 'Weight scale', min: 0, max: 3, step: 0.05, value: 1 },
  ],
  choices: [
    {
      name: 'resetMechanism',
      title: 'Reset',
      values: ['subtract', 'zero', 'none'].map((name) => [name, name] as const),
      value: 'subtract',
    },
  ],
};

/** The network of the tutorial, trained with snnTorch: dense layers of leaky neurons, one behind the other. */
export const mnist: Network & { readonly info: NetworkInfo; readonly layers: readonly Layer[] } = {
  name: 'mnist',
  title: 'Digits, 784-1000-10',
  info,
  layers: layersOf(),
  async build({ resetMechanism = 'subtract' }, device) {
    const [fc1, fc2] = await load();
    // every device can do these layers, but it may turn out not to be here
    await firstStep(leaky({ beta: 0 }), [1], device);
    return {
      info,
      layers: layersOf(fc1, fc2),
      connect: ({ beta, threshold, weightScale }) => {
        const scale = neuron({
          name: 'scale',
          state: {},
          params: { factor: weightScale! },
          step: ({ cur, factor }) => ({ cur: factor * cur }),
        });
        const fire = leaky({
          beta: beta!,
          threshold: threshold!,
          resetMechanism: resetMechanism as ResetMechanism,
        });
        return (input) =>
          input.pipe(linear(fc1), scale, fire, probe('hidden'), linear(fc2), scale, fire, probe('output'));
      },
    };
  },
};

let loading: Promise<readonly [Linear, Linear]> | undefined;

/** The weights, fetched once; what failed is tried again. */
function load(): Promise<readonly [Linear, Linear]> {
  loading ??= trained(weights).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The layers that are drawn, with their weights once these are there. */
function layersOf(fc1?: Linear, fc2?: Linear): readonly Layer[] {
  const leaky = { signal: 'spk', trace: 'mem', threshold: 'threshold' } as const;
  const incoming = (from: number, shape: readonly number[], weights?: Linear) =>
    weights && { incoming: { weight: weights.weight.data, input: shape, from } };
  return [
    { name: 'input', title: 'Input', neurons: 784, shape: [784], signal: 'spk' },
    {
      name: 'hidden',
      title: 'Hidden',
      neurons: 1000,
      shape: [1000],
      ...leaky,
      ...incoming(0, info.input, fc1),
    },
    { name: 'output', title: 'Output', neurons: 10, shape: [10], ...leaky, ...incoming(1, [1000], fc2) },
  ];
}
