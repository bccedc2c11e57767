import { concat, defer, finalize, ignoreElements, of, tap } from 'rxjs';
import { optionsOf } from '../options.js';
import type { Recording, Trace } from '../recording.js';
import { type Shape, sizeOf } from '../shape.js';
import type { Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { layersAndOptions } from './figure.js';
import { Growing } from './growing.js';
import { layerNames } from './layers.js';
import { planOf, type Wanted, wantedOf } from './plan.js';
import { type Sink, sink } from './sink.js';
import { type Read, Reader } from './watch.js';

export interface RecordOptions {
  /** Signals to keep of the layers that have them. Default: every signal, but not `cur` where there are spikes. */
  readonly signals?: readonly string[];
}

/**
 * Keeps signals of every step and emits one `Recording` when the stream completes: `rec.hidden.spk` of a probed layer,
 * `rec.spk` of the last one, each with shape [steps, batch, ...features].
 *
 * `layers` names the probes to keep; by default all of them and the last layer. The memory is that of the numbers;
 * each signal is read from its device once a step. A stream without a step is an error, as is a layer or
 * signal that is not there, and a layer that has the name of one of the last one's signals.
 *
 * @example
 * const rec = await lastValueFrom(current([0.6, 0.6]).pipe(leaky({ beta: 0.9 }), record()));
 * rec.spk; // { shape: [2, 1, 1], data: Float32Array [0, 1] }
 */
export function record<Layer extends string = string>(
  layers?: Layer | readonly Layer[],
  options?: RecordOptions,
): Sink<Recording<Layer>>;
export function record(options?: RecordOptions): Sink<Recording>;
export function record<Layer extends string = string>(
  first?: Layer | readonly Layer[] | RecordOptions,
  second?: RecordOptions,
): Sink<Recording<Layer>> {
  const [layers, options] = layersAndOptions<Layer | readonly Layer[], RecordOptions>(first, second);
  return recordFor('record', layers, optionsOf('record', options, ['signals']).signals);
}

/** What `record` does, under the name of another operator. */
export function recordFor<Layer extends string = string>(
  operator: string,
  layers: Layer | readonly Layer[] | undefined,
  signals: readonly string[] | undefined,
): Sink<Recording<Layer>> {
  const names = layers === undefined ? undefined : layerNames(operator, layers);
  return sink((source) =>
    defer(() => {
      let plan: readonly Wanted[] | undefined;
      let shapes: readonly Shape[] = [];
      let kept: readonly Growing[] | undefined;

      const select = (step: Step): readonly Tensor[] => {
        plan ??= withoutClash(operator, planOf(operator, step, names, signals));
        const tensors = wantedOf(operator, step, plan);
        if (shapes.length === 0) shapes = tensors.map(({ shape }) => shape);
        return tensors;
      };
      /** Numbers are read to where they stay. */
      const places = ({ steps }: Step): readonly Float32Array[] => {
        kept ??= shapes.map((shape) => new Growing(sizeOf(shape), steps));
        return kept.map((trace) => trace.next());
      };
      let steps = 0;
      const reader = new Reader({ operator, select, places, take: () => (steps += 1) });
      const late = new Late();
      const reading = source.pipe(
        // the last block is read before the layers are freed
        tap({ next: (step) => late.note(reader.next(step)), complete: () => late.note(reader.rest()) }),
        ignoreElements(),
        finalize(() => reader.free()),
      );
      const recording = (): Recording<Layer> => {
        if (!plan || !kept) throw new RangeError(`${operator}: the stream ended without a step`);
        const traces = kept.map((data, i) => ({ shape: [steps, ...shapes[i]!], data: data.finish() }));
        return assemble(plan, traces) as Recording<Layer>;
      };
      return concat(
        reading,
        defer(() => late.all?.then(recording) ?? of(recording())),
      );
    }),
  );
}

/** What is being read, where that takes time. A failure is thrown at the next step, or at the end. */
class Late {
  readonly #pending = new Set<Promise<unknown>>();
  #failure: { readonly error: unknown } | undefined;

  note(read: Read<unknown>): void {
    for (const result of read) if (result instanceof Promise) this.#add(result);
    if (this.#failure) throw this.#failure.error;
  }

  /** All that is under way, if anything is. */
  get all(): Promise<unknown> | undefined {
    return this.#pending.size === 0 ? undefined : Promise.all(this.#pending);
  }

  #add(work: Promise<unknown>): void {
    this.#pending.add(work);
    work.then(
      () => this.#pending.delete(work),
      (error: unknown) => {
        this.#failure = { error };
      },
    );
  }
}

/** The plan, unless a layer has the name of a signal that stands beside it in the recording: a `TypeError` then. */
function withoutClash(operator: string, plan: readonly Wanted[]): readonly Wanted[] {
  const clash = plan.find(({ signal, last }) => last && plan.some(({ layer }) => layer === signal));
  if (!clash) return plan;
  throw new TypeError(`${operator}: '${clash.signal}' names a layer and a signal of the last one`);
}

function assemble(plan: readonly Wanted[], traces: readonly Trace[]): Record<string, unknown> {
  const recording: Record<string, unknown> = {};
  plan.forEach(({ layer, signal, last }, i) => {
    if (layer !== undefined) recording[layer] = { ...(recording[layer] as object), [signal]: traces[i] };
    if (last) recording[signal] = traces[i];
  });
  return recording;
}
