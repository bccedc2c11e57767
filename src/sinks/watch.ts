import {
  concat,
  concatMap,
  defer,
  filter,
  finalize,
  map,
  materialize,
  type ObservableInput,
  type OperatorFunction,
  of,
  throwError,
} from 'rxjs';
import { show } from '../check.js';
import { checkShape, type Shape } from '../shape.js';
import { type Signals, type Step, toStep } from '../step.js';
import { retainAll, type Tensor } from '../tensor.js';

export { layerOf } from '../step.js';

/** One layer's signal at one step, in the host's memory. */
export interface HostSignal {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** What a sink asked for of one step: the signals in the order of its request. */
export interface Observed {
  readonly step: Step;
  readonly signals: readonly HostSignal[];
}

/** A layer that was probed, or the last one where there is no name. */
export type LayerName = string | undefined;

/**
 * Reads the tensors that `select` picks of each step, in order, a block of steps at a time, so that a sink does not keep its
 * layers from computing a block at once. Where reading takes time, the step is held so that its source does not run ahead.
 * `places` says where the numbers of a step are to come, if the sink has a place for them.
 */
export function watch(
  select: (step: Step) => readonly Tensor[],
  operator: string,
  places?: (step: Step) => readonly Float32Array[],
): OperatorFunction<Step, Observed> {
  return (source) =>
    defer(() => {
      let shapes: readonly Shape[] | undefined;
      let count = 0;
      let waiting: Waiting[] = [];

      const note = (value: Step): void => {
        const step = toStep(value, count, operator);
        const tensors = select(step);
        shapes ??= tensors.map(({ shape }) => shape);
        for (let i = 0; i < tensors.length; i++)
          checkShape(operator, count, tensors[i]!.shape, shapes[i] ?? []);
        count += 1;
        waiting.push({ step, tensors, release: retainAll(tensors) });
      };
      const readAll = (): ObservableInput<Observed> => {
        const observed = waiting.map((wait) => read(wait, places?.(wait.step)));
        waiting = [];
        return inOrder(observed);
      };
      // the last block is read when its source ends, before the layers are freed
      return source.pipe(
        materialize(),
        map((event) => {
          if (event.kind === 'N') note(event.value);
          const full = event.kind !== 'N' || waiting.length >= stepsToWaitFor(waiting[0]!);
          const read = full ? readAll() : NOTHING;
          return event.kind === 'E'
            ? concat(
                read,
                throwError(() => event.error),
              )
            : read;
        }),
        filter((read) => read !== NOTHING),
        concatMap((read) => read),
        finalize(() => {
          for (const { release } of waiting) release();
        }),
      );
    });
}

/** What a block that is not full gives. */
const NOTHING: readonly Observed[] = [];

interface Waiting {
  readonly step: Step;
  readonly tensors: readonly Tensor[];
  readonly release: () => void;
}

/** How many steps are read at once, which does not keep layers from computing a block, and while the numbers are in place. */
function stepsToWaitFor({ step, tensors }: Waiting): number {
  return tensors.reduce((least, { together = least }) => Math.min(least, together), step.block);
}

function read(wait: Waiting, places?: readonly Float32Array[]): Observed | Promise<Observed> {
  const { step, tensors, release } = wait;
  const numbers = tensors.map((tensor, i) => tensor.read(places?.[i]));
  if (areHere(numbers)) {
    release();
    return observed(wait, numbers, places);
  }
  const all = Promise.all(numbers)
    .then((data) => observed(wait, data, places))
    .finally(release);
  step.flow.hold(all);
  return all;
}

function areHere<Value>(values: readonly (Value | Promise<Value>)[]): values is readonly Value[] {
  return !values.some((value) => value instanceof Promise);
}

/** What is here and what is promised, one after the other. */
function inOrder<Value>(values: readonly (Value | Promise<Value>)[]): ObservableInput<Value> {
  if (areHere(values)) return values;
  return concat(...values.map((value) => (value instanceof Promise ? value : of(value))));
}

function observed(
  { step, tensors }: Waiting,
  data: readonly Float32Array[],
  places?: readonly Float32Array[],
): Observed {
  const signals = tensors.map(({ shape }, i) => ({ shape, data: placed(data[i]!, places?.[i]) }));
  return { step, signals };
}

/** The numbers where they are to be, also those of a tensor that did not bring them there. */
function placed(numbers: Float32Array, place: Float32Array | undefined): Float32Array {
  if (place && place !== numbers) place.set(numbers);
  return place ?? numbers;
}

/** One signal of a layer; a `TypeError` lists the signals that it has. */
export function signalOf(signals: Signals, signal: string, name: LayerName, operator: string): Tensor {
  const tensor = signals[signal];
  if (tensor) return tensor;
  const layer = name === undefined ? 'the last layer' : `layer '${name}'`;
  throw new TypeError(`${operator}: ${layer} has no ${signal}, it has ${Object.keys(signals).join(', ')}`);
}

/** Throws unless every name is a non-empty string. */
export function layerNames(
  operator: string,
  names: string | readonly string[] | undefined,
): readonly LayerName[] {
  if (names === undefined) return [undefined];
  const list = typeof names === 'string' ? [names] : names;
  const wrong = Array.isArray(list) ? list.find((name) => typeof name !== 'string' || name === '') : list;
  if (!Array.isArray(list) || list.length === 0 || wrong !== undefined) {
    throw new TypeError(`${operator}: layers must be names of probes, got ${show(wrong ?? names)}`);
  }
  return list;
}

/** Throws a `RangeError` unless every neuron is one of a layer of `size`. */
export function checkInside(operator: string, neurons: readonly number[], size: number): void {
  const outside = neurons.find((neuron) => neuron >= size);
  if (outside !== undefined)
    throw new RangeError(`${operator}: neuron ${outside} is not among the layer's ${size}`);
}
