import { defer, map, type Observable, type OperatorFunction } from 'rxjs';
import { series } from '../coding/series.js';
import { checkShape, type Shape } from '../shape.js';
import { type Step, type StepLike, toStep } from '../step.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { emit } from './emit.js';

/** The spikes of one frame after another, in one subscription. */
export type Encode = (t: number, frame: Tensor) => Tensor;

/**
 * What an encoder of frames returns for `(values, options)`, a source, and for `(options)`, an operator on frames of one
 * shape. `start` checks the options; what it returns is called at each subscription, and has the state.
 */
export function encoder<Options extends object>(
  name: string,
  first: TensorLike | Options | undefined,
  second: Options | undefined,
  start: (options: Partial<Options>) => () => Encode,
): Observable<Step> | OperatorFunction<StepLike, Step> {
  if (isOptions(first)) return onFrames(name, start(first ?? {}));
  const { steps, frame } = series(name, first);
  const open = start(second ?? {});
  return emit(steps, () => {
    const encode = open();
    return (t) => ({ spk: encode(t, frame(t)) });
  });
}

function onFrames(name: string, open: () => Encode): OperatorFunction<StepLike, Step> {
  return (source) =>
    defer(() => {
      const encode = open();
      let shape: Shape | undefined;
      let t = 0;
      return source.pipe(
        map((value) => {
          const step = toStep(value, t, name);
          shape ??= step.output.shape;
          checkShape(name, t, step.output.shape, shape);
          const spk = encode(t, step.output);
          t += 1;
          return step.with({ spk });
        }),
      );
    });
}

function isOptions<Options extends object>(
  value: TensorLike | Options | undefined,
): value is Options | undefined {
  if (value === undefined) return true;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  return !('data' in value) && !('length' in value);
}
