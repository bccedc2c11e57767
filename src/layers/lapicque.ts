import { f } from '../float32.js';
import { optionsOf } from '../options.js';
import { SPIKING, type SpikingOptions } from './firing.js';
import type { LayerOperator } from './layer.js';
import { constantsOf, derive, type Live, type Setting, setting } from './setting.js';
import { spiking } from './spiking.js';

/** Needs `beta`, or two of `beta`, `R` and `C`. */
export interface LapicqueOptions extends SpikingOptions {
  /** Decay of the membrane from one step to the next, exp(-timeStep / (R C)), above 0, at most 1. */
  readonly beta?: Live;
  /** Resistance of the membrane, above 0. Default 1 where only `beta` is given. */
  readonly R?: Live;
  /** Capacitance of the membrane, above 0. */
  readonly C?: Live;
  /** Duration of a step, above 0, in the unit of R C. Default 1. */
  readonly timeStep?: Live;
}

/**
 * Integrate-and-fire neurons as an RC circuit. Emits, for each step, the spikes `spk`, the membrane potentials `mem`
 * and the input currents `cur`, all of the input's shape `[batch, ...features]`.
 *
 * With U the membrane, I the input current, T the time step and θ the threshold, in float32 and in this order:
 *
 * 1. F = [U > θ], the reset that the spike of the step before left;
 * 2. V = I R (1 / (R C)) T + (1 - T / (R C)) U;
 * 3. U' = V - Fθ (subtract), V - FV (zero), V (none);
 * 4. S = [U' > θ], strictly greater.
 *
 * What is not given of R and C follows from beta: R C = T / log(1 / beta). So the membrane decays by Euler's
 * 1 - T / (R C), which is beta only as far as T is small beside R C. Where all three are given, beta must be what R and C
 * make it. With `inhibition`, S is kept for the first neuron of each sample with the largest U' - θ.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or
 * unsubscribe. Throws a `TypeError` or `RangeError` for options out of range; a parameter whose size is not the
 * layer's goes down the error channel.
 * Source: snnTorch 0.9.4 `Lapicque` (https://snntorch.readthedocs.io/en/latest/snn.neurons_lapicque.html).
 *
 * @example
 * current([3, 3, 3]).pipe(lapicque({ R: 1, C: 4 }), map((step) => step.spk.data[0])); // 0, 1, 0
 */
export function lapicque(options: LapicqueOptions): LayerOperator {
  const given = circuit(optionsOf('lapicque', options, [...SPIKING, 'beta', 'R', 'C', 'timeStep']));
  const params = {
    resistance: derive(given, (of) => solved(of).R, 'lapicque'),
    slope: derive(given, (of) => f(1 / product(of)), 'lapicque'),
    time: derive(given, ({ T }) => f(T), 'lapicque'),
    decay: derive(given, (of) => f(1 - f(f(of.T) / product(of))), 'lapicque'),
  };
  return spiking({ name: 'lapicque', membrane, params, given: constantsOf(given) }, options);
}

function membrane({
  cur,
  mem,
  resistance,
  slope,
  time,
  decay,
}: Record<'cur' | 'mem' | 'resistance' | 'slope' | 'time' | 'decay', number>) {
  return { base: cur * resistance * slope * time + decay * mem };
}

type Name = 'T' | 'beta' | 'R' | 'C';

/** What is given of the circuit. */
function circuit({ beta, R, C, timeStep = 1 }: LapicqueOptions): Record<Name, Setting> {
  if (beta === undefined && (R === undefined || C === undefined)) {
    throw new TypeError('lapicque: needs beta, or two of beta, R and C');
  }
  const rules = { T: timeStep, beta, R, C };
  const given = Object.entries(rules).filter((entry): entry is [string, Live] => entry[1] !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      setting('lapicque', name === 'T' ? 'timeStep' : name, value, {
        above: 0,
        ...(name === 'beta' ? { max: 1 } : {}),
      }),
    ]),
  ) as Record<Name, Setting>;
}

type Circuit = Readonly<Partial<Record<Name, number>>> & { readonly T: number };

/** R and C, the missing one from beta. */
export function solved({ T, beta, R, C }: Circuit): { readonly R: number; readonly C: number } {
  if (R !== undefined && C !== undefined) return { R: f(R), C: f(C) };
  const rate = f(Math.log(f(1 / f(beta!))));
  if (C !== undefined) return { R: f(f(T) / f(f(C) * rate)), C: f(C) };
  const resistance = f(R ?? 1);
  return { R: resistance, C: f(f(T) / f(resistance * rate)) };
}

function product(of: Circuit): number {
  const { R, C } = solved(of);
  const { T, beta } = of;
  const wanted = Math.exp(-T / (R * C));
  if (beta !== undefined && Math.abs(beta - wanted) > 1e-4) {
    throw new RangeError(`lapicque: beta must be exp(-timeStep / (R C)) = ${wanted}, got ${beta}`);
  }
  return f(R * C);
}
