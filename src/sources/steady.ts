import { defer, finalize, type Observable } from 'rxjs';
import { whole } from '../check.js';
import type { Live } from '../layers/setting.js';
import type { Signals, Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { AFFINE, type AffineOptions, affine } from './affine.js';
import { emit } from './emit.js';
import { held } from './held.js';

export interface SteadyOptions extends AffineOptions {
  /** Number of time steps; `Infinity` never ends. */
  readonly steps: number;
}

/** The names of `SteadyOptions`. */
export const STEADY = [...AFFINE, 'steps'] as const;

/**
 * Steps from data that stay the same, or from the latest of an Observable, in each `data * gain + offset`. `start` is called
 * for each run, and makes the signals of step t.
 */
export function steady(
  operator: string,
  data: Live,
  { steps, ...rest }: SteadyOptions,
  start: () => { signals(t: number, values: Tensor): Signals; stop?(): void },
): Observable<Step> {
  whole(`${operator}: steps`, steps, { min: 1, endless: true });
  const scaling = affine(operator, rest);
  const values = held(operator, data);
  return defer(() => {
    const [now, scaled, { signals, stop }] = [values(), scaling(), start()];
    return emit(steps, () => (t) => signals(t, scaled.of(now.now()))).pipe(
      finalize(() => {
        now.stop();
        scaled.stop();
        stop?.();
      }),
    );
  });
}
