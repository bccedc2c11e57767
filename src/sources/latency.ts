import { defer, finalize, Observable } from 'rxjs';
import { show, whole } from '../check.js';
import { LATENCY, type LatencyOptions } from '../coding/latencyFrames.js';
import type { Live } from '../layers/setting.js';
import { optionsOf } from '../options.js';
import type { Step } from '../step.js';
import { emit } from './emit.js';
import { latencyNow } from './latencyNow.js';
import { inRounds } from './rounds.js';

/** The numeric options take a number, one a neuron, or an Observable of either. */
export interface LatencySourceOptions extends Omit<LatencyOptions<Live>, 'steps'> {
  /**
   * Number of time steps, of a round where there are `rounds`; an Observable where those are endless. With `bypass` it may
   * be left out: the last spike is then in the last step.
   */
  readonly steps?: number | Observable<number>;
  /** How often the code is given, one round after the other; `Infinity` never ends. Default: once. */
  readonly rounds?: number;
}

/**
 * Latency coding: each value spikes once, the larger the earlier. Emits `steps` steps (signal `spk`), each of shape
 * `[batch, ...features]` for data `[neurons]` or `[batch, ...features]`.
 *
 * `latencyCode` has the equations of the spike times; a spike is in the step that its time rounds to, halves to even.
 * Values below the threshold spike last, or with `clip` not at all. `onTarget` and `offTarget` replace the 1 and the
 * 0: the value of a step is the larger of `offTarget` and `onTarget` (at the spike) or 0 (elsewhere). `interpolate`
 * makes ramps up to the spikes, as `latencyInterpolate`.
 *
 * `data` and the numeric options may be Observables: a new value holds from the next step on, which is that step of the
 * code of the new values. With `rounds` the code is given again and again, and the spikes of a round are those of the data
 * and options at its beginning: each value spikes once in each, and what is new holds from the next round on (new values of
 * `onTarget` and `offTarget` from the next step on). Where it is in a round is saved and loaded with the run's state.
 *
 * Synchronous and cold; a step is made when the one before has passed, and only the spike times are held in memory.
 *
 * Throws a `TypeError` or `RangeError` for options out of range, data that are not numbers from 0 to 1, and, without
 * `bypass`, where `steps` is missing or a spike would come after the last step. Where data or options are Observables,
 * `steps` must be given, and the stream ends with the errors of their values.
 * Source: snnTorch 0.9.4 `spikegen.latency` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * latency([0.02, 0.5, 1], { steps: 5, normalize: true, linear: true }); // spikes in steps 4, 2 and 0
 * latency(drawing$, { steps: 20, rounds: Infinity, tau: slider$, bypass: true });
 */
export function latency(data: Live, options: LatencySourceOptions): Observable<Step> {
  const { rounds, ...rest } = optionsOf('latency', options ?? {}, [...LATENCY, 'rounds']);
  const code = latencyNow('latency', data, rest);
  if (rounds !== undefined) whole('latency: rounds', rounds, { min: 1, endless: true });
  if (code.steps === undefined && rounds !== Number.POSITIVE_INFINITY) {
    const wrong = rest.steps instanceof Observable ? 'an Observable' : show(rest.steps);
    throw new TypeError(`latency: steps must be a number unless rounds are Infinity, got ${wrong}`);
  }
  const steps = (rounds ?? 1) * (code.steps ?? 1);
  return defer(() => {
    const run = code.start();
    const frames = rounds === undefined ? () => (t: number) => run.frame(run.now(), t) : inRounds(run);
    return emit(steps, (flow) => {
      const frame = frames(flow);
      return (t) => ({ spk: frame(t) });
    }).pipe(finalize(run.stop));
  });
}
