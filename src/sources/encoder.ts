import { defer, finalize, map, type Observable, type OperatorFunction } from 'rxjs';
import { series } from '../coding/series.js';
import { checkShape, type Shape } from '../shape.js';
import { type Step, type StepLike, toStep } from '../step.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';
import { emit } from './emit.js';

/** How frames become spikes: a function of the step, its frame and, where it `remembers`, the frame before. */
export interface Encoding {
  readonly remembers?: boolean;
  spikes(t: number, frame: Tensor, before: Tensor | undefined): Tensor;
  /** Frees what it took. */
  stop?(): void;
}

/**
 * What an encoder of frames returns for `(values, options)`, a source, and for `(options)`, an operator on frames of one
 * shape. `check` checks the options; a run begins with the call of what it returns.
 */
export function encoder<Options extends object>(
  name: string,
  first: TensorLike | Options | undefined,
  second: Options | undefined,
  check: (options: Partial<Options>) => () => Encoding,
): Observable<Step> | OperatorFunction<StepLike, Step> {
  if (isOptions(first)) return onFrames(name, check(first ?? {}));
  const { steps, frame } = series(name, first);
  const start = check(second ?? {});
  return defer(() => {
    const { spikes, stop } = start();
    const signals = (t: number) => ({ spk: spikes(t, frame(t), t > 0 ? frame(t - 1) : undefined) });
    return emit(steps, () => signals).pipe(finalize(() => stop?.()));
  });
}

function onFrames(name: string, start: () => Encoding): OperatorFunction<StepLike, Step> {
  return (source) =>
    defer(() => {
      const { spikes, remembers, stop } = start();
      let shape: Shape | undefined;
      let before: Tensor | undefined;
      let leave: (() => void) | undefined;
      let count = 0;

      const memory = {
        save: () => (before ? [before] : []),
        load(state: readonly Tensor[]) {
          before = state[0];
        },
      };
      const encode = (value: StepLike): Step => {
        const step = toStep(value, count, name);
        const frame = step.output;
        if (!shape && remembers) leave = step.flow.join(memory);
        shape ??= frame.shape;
        checkShape(name, count, frame.shape, shape);
        count += 1;
        const spk = spikes(step.t, frame, before);
        if (remembers) before = new HostTensor(frame.shape, frame.data);
        return step.with({ spk });
      };
      return source.pipe(
        map(encode),
        finalize(() => {
          leave?.();
          stop?.();
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
