import { defer, map, reduce } from 'rxjs';
import type { Recording, Trace } from '../recording.js';
import type { Shape } from '../shape.js';
import type { Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { layersAndOptions } from './figure.js';
import { Growing } from './growing.js';
import { planOf, type Wanted, wantedOf } from './plan.js';
import { type Sink, sink } from './sink.js';
import { type HostSignal, layerNames, watch } from './watch.js';

export type { LayerTraces, Recording, Trace } from '../recording.js';

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
 * signal that is not there.
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
  const [layers, { signals }] = layersAndOptions<Layer | readonly Layer[], RecordOptions>(first, second);
  return recordFor('record', layers, signals);
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
      let plan: readonly Wanted[] = [];
      let kept: readonly Growing[] = [];
      let shapes: readonly Shape[] = [];
      let steps = 0;

      const select = (step: Step): readonly Tensor[] => {
        if (steps === 0) plan = planOf(operator, step, names, signals);
        return wantedOf(operator, step, plan);
      };
      const keep = (observed: readonly HostSignal[], expected: number | undefined): unknown => {
        if (steps === 0) {
          kept = observed.map(({ data }) => new Growing(data.length, expected));
          shapes = observed.map(({ shape }) => shape);
        }
        for (const [i, { data }] of observed.entries()) kept[i]!.push(data);
        steps += 1;
        return steps;
      };
      return source.pipe(
        watch(select, operator),
        reduce((_, observed) => keep(observed.signals, observed.step.steps), undefined as unknown),
        map(() => {
          if (steps === 0) throw new RangeError(`${operator}: the stream ended without a step`);
          const traces = kept.map((data, i) => ({ shape: [steps, ...shapes[i]!], data: data.finish() }));
          return assemble(plan, traces) as Recording<Layer>;
        }),
      );
    }),
  );
}

function assemble(plan: readonly Wanted[], traces: readonly Trace[]): Record<string, unknown> {
  const recording: Record<string, unknown> = {};
  plan.forEach(({ layer, signal, last }, i) => {
    if (layer !== undefined) recording[layer] = { ...(recording[layer] as object), [signal]: traces[i] };
    if (last) recording[signal] = traces[i];
  });
  return recording;
}
