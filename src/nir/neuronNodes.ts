import type { NirCubaLIF, NirLIF } from '../io/nir/nodes.js';
import { solved } from '../layers/lapicque.js';
import { type Options, type Place, spread, spreadAll, timeConstant } from './place.js';

/** snnTorch's neurons as nodes whose steps of forward Euler decay as theirs do; the reset is NIR's, to zero at once. */
export const NEURONS = {
  leaky({ beta, threshold = 1 }: Options, place: Place): NirLIF {
    const { tau, gain } = timeConstant('beta', beta, place);
    return { type: 'LIF', ...spreadAll({ tau, r: gain, ...fires(threshold) }, place) };
  },
  synaptic({ alpha, beta, threshold = 1 }: Options, place: Place): NirCubaLIF {
    const [syn, mem] = [timeConstant('alpha', alpha, place), timeConstant('beta', beta, place)];
    const times = { tauSyn: syn.tau, tauMem: mem.tau, r: mem.gain, wIn: syn.gain };
    return { type: 'CubaLIF', ...spreadAll({ ...times, ...fires(threshold) }, place) };
  },
  lapicque({ threshold = 1, timeStep = 1, beta, R, C }: Options, place: Place): NirLIF {
    const given = Object.entries({ timeStep, beta, R, C }).filter(([, value]) => value !== undefined);
    const numbers = given.map(([name, value]) => [name, spread(name, value, place).data] as const);
    const circuits = Array.from(numbers[0]![1], (_, i) => {
      const { timeStep: T, ...circuit } = Object.fromEntries(numbers.map(([name, data]) => [name, data[i]!]));
      return { T: T!, ...solved({ T: T!, ...circuit }) };
    });
    if (!circuits.every(({ R, C }) => Number.isFinite(R * C)))
      throw new RangeError('a beta of 1 has no time constant, use ifNeuron');
    // its steps are of the duration T, in a unit of its own
    const tau = circuits.map(({ T, R, C }) => (R * C * place.dt) / T);
    return { type: 'LIF', ...spreadAll({ tau, r: circuits.map(({ R }) => R), ...fires(threshold) }, place) };
  },
} as const;

const fires = (threshold: unknown) => ({ vLeak: 0, vThreshold: threshold, vReset: 0 });
