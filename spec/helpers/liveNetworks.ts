import { lastValueFrom } from 'rxjs';
import {
  Conv,
  conv2d,
  flatten,
  input,
  Linear,
  leaky,
  li,
  lif,
  linear,
  type NetworkOperator,
  network,
  probe,
  type Recording,
  rate,
  readNir,
  record,
  sumPool2d,
  tensor,
  to,
  writeNir,
} from 'rxsnn';

/** Networks of several kinds, as NIR files of ours. */
export const FILES: Readonly<Record<'dense.nir' | 'conv.nir' | 'recurrent.nir', Uint8Array>> = {
  'dense.nir': writeNir(dense()),
  'conv.nir': writeNir(convolutional()),
  'recurrent.nir': writeNir(recurrent()),
};

/** What each has: name, shape, and what is drawn of it. */
export const LAYERS: Readonly<Record<keyof typeof FILES, readonly (readonly [string, string, string])[]>> = {
  'dense.nir': [
    ['input', '784', 'spk'],
    ['lif1', '128', 'spk'],
    ['lif2', '10', 'spk'],
  ],
  'conv.nir': [
    ['input', '2,34,34', 'spk'],
    ['lif1', '6,30,30', 'spk'],
    ['lif2', '8,13,13', 'spk'],
    ['readout', '10', 'mem'],
  ],
  'recurrent.nir': [
    ['input', '4', 'spk'],
    ['lif', '20', 'spk'],
    ['out', '3', 'cur'],
  ],
};

/** As the tutorial's, smaller. */
function dense(): NetworkOperator {
  return network({
    nodes: {
      input: input([784]),
      fc1: linear(Linear.init(784, 128, { seed: 1 })),
      lif1: leaky({ beta: 0.9, threshold: 0.3 }),
      fc2: linear(Linear.init(128, 10, { seed: 2 })),
      lif2: leaky({ beta: 0.9, threshold: 0.1 }),
    },
    edges: [['input', 'fc1', 'lif1', 'fc2', 'lif2', 'output']],
  });
}

/** For an event camera, with a readout that does not spike. */
function convolutional(): NetworkOperator {
  return network({
    nodes: {
      input: input([2, 34, 34]),
      conv1: conv2d(Conv.init(2, 6, [5, 5], { seed: 3 })),
      lif1: lif({ tau: 0.002, r: 20, vThreshold: 0.3 }),
      pool: sumPool2d(2),
      conv2: conv2d(Conv.init(6, 8, [3, 3], { seed: 4 })),
      lif2: lif({ tau: 0.002, r: 20, vThreshold: 0.5 }),
      flat: flatten(),
      fc: linear(Linear.init(8 * 13 * 13, 10, { seed: 5 })),
      readout: li({ tau: 0.002 }),
    },
    edges: [['input', 'conv1', 'lif1', 'pool', 'conv2', 'lif2', 'flat', 'fc', 'readout', 'output']],
  });
}

/** With a cycle, for a vector; its output is a sum of weights. */
function recurrent(): NetworkOperator {
  return network({
    nodes: {
      input: input([4]),
      fc: linear(Linear.init(4, 20, { seed: 6 })),
      lif: leaky({ beta: 0.9, threshold: 0.4 }),
      rec: linear(Linear.init(20, 20, { seed: 7 })),
      out: linear(Linear.init(20, 3, { seed: 8 })),
    },
    edges: [
      ['input', 'fc', 'lif', 'out', 'output'],
      ['lif', 'rec', 'lif'],
    ],
  });
}

/** The run of such a file outside the page: the same input, the same seed. */
export async function runOf(bytes: Uint8Array, image: readonly number[], steps: number): Promise<Recording> {
  const graph = await readNir(bytes);
  const { input } = graph.nodes;
  if (input?.type !== 'Input') throw new TypeError('the network has no input');
  const frame = tensor(Float32Array.from(image), [1, ...input.shape]);
  const run = rate(frame, { steps, seed: 1 }).pipe(
    to('events'),
    probe('input'),
    network(graph),
    record(undefined, { signals: ['spk', 'mem', 'cur'] }),
  );
  return lastValueFrom(run);
}

/** How often each neuron fired. */
export function countsOf({ shape, data }: { shape: readonly number[]; data: Float32Array }): number[] {
  const [steps = 0, ...rest] = shape;
  const neurons = rest.reduce((a, b) => a * b, 1);
  const counts = new Array<number>(neurons).fill(0);
  for (let i = 0; i < steps * neurons; i++) if (data[i] !== 0) counts[i % neurons]!++;
  return counts;
}
