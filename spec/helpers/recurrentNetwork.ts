import { current, leaky, linear, network, rand } from 'rxsnn';

/** Weights and inputs on a grid of sixteenths: no sum is ever rounded, so that every device gives the same bits. */
const grid = (shape: readonly number[], seed: number) => ({
  shape,
  data: rand(shape, { seed }).data.map((x) => Math.round(16 * x - 7) / 16),
});

const weights = (inputs: number, outputs: number, seed: number) =>
  linear({ weight: grid([outputs, inputs], seed) });
const lif = () => leaky({ beta: 0.5, threshold: 0.25, resetMechanism: 'zero' });

/** Cycles, a network within a network whose output is recurrent, and delays; 45 steps of two samples of five neurons. */
export const recurrentNetwork = {
  source: () => current(grid([45, 2, 5], 1)),
  network: () => {
    const sub = network({
      nodes: { lif: lif(), rec: weights(6, 6, 3) },
      edges: [
        ['input', 'lif', 'output'],
        ['lif', 'rec', 'lif'],
      ],
    });
    return network({
      nodes: { fc: weights(5, 6, 2), sub, back: weights(6, 6, 4), skip: weights(5, 6, 5), out: sub },
      edges: [
        ['input', 'fc', 'sub', 'out', 'output'],
        ['sub', 'back', 'sub'],
        ['input', 'skip'],
        { from: 'skip', to: 'out', delay: 2 },
      ],
    });
  },
};
