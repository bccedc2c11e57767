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
import { placed } from '../devices/memory.js';
import { checkShape, type Shape } from '../shape.js';
import { type Step, toStep } from '../step.js';
import { retainAll, type Tensor } from '../tensor.js';

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

/** What a sink wants of the steps that pass. */
export interface Wants<Result> {
  /** Signs the errors. */
  readonly operator: string;
  /** The tensors of a step. */
  select(step: Step): readonly Tensor[];
  /** Where their numbers are to come, if the sink has a place for them. */
  places?(step: Step): readonly Float32Array[];
  /** Takes the numbers of a step, in the order of its tensors. */
  take(step: Step, tensors: readonly Tensor[], numbers: readonly Float32Array[]): Result;
}

/**
 * Reads the tensors of each step, in order, a block of steps at a time, so that a sink does not keep its layers from
 * computing a block at once. Where reading takes time, the step is held so that its source does not run ahead.
 */
export class Reader<Result> {
  #shapes: readonly Shape[] | undefined;
  #count = 0;
  #waiting: Waiting[] = [];

  constructor(private readonly wants: Wants<Result>) {}

  /** Takes a step in; what it gives, if a block is full. */
  next(value: Step): Read<Result> {
    const { operator } = this.wants;
    const step = toStep(value, this.#count, operator);
    const tensors = this.wants.select(step);
    this.#shapes ??= tensors.map(({ shape }) => shape);
    for (let i = 0; i < tensors.length; i++)
      checkShape(operator, this.#count, tensors[i]!.shape, this.#shapes[i] ?? []);
    this.#count += 1;
    const block = stepsToWaitFor(step, tensors);
    if (block === 1 && this.#waiting.length === 0) return [this.#read(step, tensors)];
    this.#waiting.push({ step, tensors, release: retainAll(tensors) });
    return this.#waiting.length < block ? NOTHING : this.rest();
  }

  /** What the steps give that wait; to be called when the source ends, before the layers are freed. */
  rest(): Read<Result> {
    const read = this.#waiting.map(({ step, tensors, release }) => this.#read(step, tensors, release));
    this.#waiting = [];
    return read;
  }

  /** Leaves what waits. */
  free(): void {
    for (const { release } of this.#waiting) release();
    this.#waiting = [];
  }

  #read(step: Step, tensors: readonly Tensor[], release?: () => void): Result | Promise<Result> {
    const places = this.wants.places?.(step);
    const numbers = tensors.map((tensor, i) => tensor.read(places?.[i]));
    if (areHere(numbers)) {
      release?.();
      return this.#take(step, tensors, numbers, places);
    }
    const all = Promise.all(numbers)
      .then((data) => this.#take(step, tensors, data, places))
      .finally(release ?? retainAll(tensors));
    step.flow.hold(all);
    return all;
  }

  #take(
    step: Step,
    tensors: readonly Tensor[],
    numbers: readonly Float32Array[],
    places?: readonly Float32Array[],
  ): Result {
    // also those of a tensor that did not bring them to their place
    const there = places?.map((place, i) => placed(numbers[i]!, place)) ?? numbers;
    return this.wants.take(step, tensors, there);
  }
}

/** What some steps give, in their order: at once, or promised. */
export type Read<Result> = readonly (Result | Promise<Result>)[];

/** What a block that is not full gives. */
const NOTHING: readonly never[] = [];

interface Waiting {
  readonly step: Step;
  readonly tensors: readonly Tensor[];
  readonly release: () => void;
}

/** Reads the tensors that `select` picks of each step, as a `Reader` does, in the order of the steps. */
export function watch(
  select: (step: Step) => readonly Tensor[],
  operator: string,
): OperatorFunction<Step, Observed> {
  return (source) =>
    defer(() => {
      const reader = new Reader({ operator, select, take: observed });
      // the last block is read when its source ends, before the layers are freed
      return source.pipe(
        materialize(),
        map((event) => {
          const read = event.kind === 'N' ? reader.next(event.value) : reader.rest();
          return event.kind === 'E'
            ? concat(
                inOrder(read),
                throwError(() => event.error),
              )
            : inOrder(read);
        }),
        filter((read) => read !== NOTHING),
        concatMap((read) => read),
        finalize(() => reader.free()),
      );
    });
}

/**
 * How many steps are read at once, which does not keep layers from computing a block, and while the numbers are in place.
 */
function stepsToWaitFor(step: Step, tensors: readonly Tensor[]): number {
  let least = step.block;
  for (const { together = least } of tensors) least = Math.min(least, together);
  return least;
}

function areHere<Value>(values: readonly (Value | Promise<Value>)[]): values is readonly Value[] {
  return !values.some((value) => value instanceof Promise);
}

/** What is here and what is promised, one after the other. */
function inOrder<Value>(values: Read<Value>): ObservableInput<Value> {
  if (areHere(values)) return values;
  return concat(...values.map((value) => (value instanceof Promise ? value : of(value))));
}

function observed(step: Step, tensors: readonly Tensor[], numbers: readonly Float32Array[]): Observed {
  return { step, signals: tensors.map(({ shape }, i) => ({ shape, data: numbers[i]! })) };
}
