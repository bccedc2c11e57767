import type { Observable, OperatorFunction } from 'rxjs';
import type { Live } from '../layers/setting.js';
import { optionsOf } from '../options.js';
import type { Step, StepLike } from '../step.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { encoder } from './encoder.js';
import { settingsOf } from './settings.js';

export interface DeltaOptions {
  /**
   * Least change from one step to the next that makes a spike, in units of the data: a number, one a neuron, or an
   * Observable of either, whose values hold from the next step on. Default 0.1.
   */
  readonly threshold?: Live;
  /** Whether the first step is compared with itself, and so is silent (true), or with zeros (false, the default). */
  readonly padding?: boolean;
  /** Whether a fall by the threshold makes a spike of -1. Default false. */
  readonly offSpike?: boolean;
}

/**
 * Delta modulation, as an event camera sees: emits, for each frame x, the spikes `spk` of its elements that changed since
 * the frame before. In float32, with d = x(t) - x(t - 1) and θ the threshold: 1 where d ≥ θ; with `offSpike` also -1
 * where d ≤ -θ; else 0.
 *
 * As a source, `delta(values)` takes `[steps]`, `[steps, neurons]` or `[steps, batch, ...features]`. As an operator,
 * `frames$.pipe(delta({ threshold }))` takes one frame at a time: any stream of numbers, arrays or steps, however long;
 * it remembers one frame, which is saved and loaded with the run's state. Both are cold, and equal for equal frames.
 *
 * Throws a `TypeError` or `RangeError` for options out of range and values that are not numbers; a frame of another
 * shape than the first goes down the error channel.
 * Source: snnTorch 0.9.4 `spikegen.delta` (https://snntorch.readthedocs.io/en/latest/snntorch.spikegen.html).
 *
 * @example
 * delta([1, 2, 0, 2, 2.5], { threshold: 1, offSpike: true }); // 1, 1, -1, 1, 0
 * sensor$.pipe(delta({ threshold: 0.2 }), leaky({ beta: 0.9 }));
 */
export function delta(values: TensorLike, options?: DeltaOptions): Observable<Step>;
export function delta(options?: DeltaOptions): OperatorFunction<StepLike, Step>;
export function delta(
  first?: TensorLike | DeltaOptions,
  second?: DeltaOptions,
): Observable<Step> | OperatorFunction<StepLike, Step> {
  return encoder('delta', first, second, (options) => {
    const names = ['threshold', 'padding', 'offSpike'] as const;
    const { threshold = 0.1, padding = false, offSpike = false } = optionsOf('delta', options, names);
    const settings = settingsOf('delta', { threshold });
    return () => {
      const { of, stop } = settings.start();
      const spikes = ({ shape, data, device }: Tensor, before: Float32Array) => {
        const least = of('threshold', shape);
        const spk = data.map((x, i) => {
          const [change, step] = [Math.fround(x - before[i]!), Math.fround(least(i))];
          return (change >= step ? 1 : 0) - (offSpike && change <= -step ? 1 : 0);
        });
        return new HostTensor(shape, spk, device);
      };
      return {
        remembers: true,
        spikes: (_, frame, before) =>
          spikes(frame, before?.data ?? (padding ? frame.data : new Float32Array(frame.data.length))),
        stop,
      };
    };
  });
}
