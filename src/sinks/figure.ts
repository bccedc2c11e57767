import { concatMap, defer, from, map, reduce, throwIfEmpty } from 'rxjs';
import { whole } from '../check.js';
import type { Frame } from '../plot/frame.js';
import { layoutOf } from '../shape.js';
import type { Step } from '../step.js';
import type { Tensor } from '../tensor.js';
import { type Sink, sink } from './sink.js';
import { type HostSignal, type Observed, watch } from './watch.js';

/** What every plot can be told. */
export interface PlotOptions {
  /** Stands above the plot. */
  readonly title?: string;
  /** Which sample of the batch is shown. Default 0. */
  readonly sample?: number;
  /** Seconds per step; with it the time axis is in seconds, else in steps. */
  readonly dt?: number;
  /** Pixels. */
  readonly width?: number;
  /** Pixels. */
  readonly height?: number;
}

/** The names of `PlotOptions`. */
export const PLOT = ['title', 'sample', 'dt', 'width', 'height'] as const;

/** A plot that gathers what it shows step by step and is drawn once, when the stream completes. */
export interface Figure {
  /** The tensors that it wants of each step. */
  select(step: Step): readonly Tensor[];
  /** Takes in step `t`, counted from 0 where the sink began. */
  add(observed: Observed, t: number): void;
  /** The picture of `steps` steps. */
  frame(steps: number): Frame;
}

/** A sink that emits one frame at the end of the stream; `start` makes the figure of one subscription. */
export function figure(operator: string, start: () => Figure): Sink<Frame> {
  return sink((source) =>
    defer(() => {
      const plot = start();
      let last: Step | undefined;
      return source.pipe(
        watch((step) => plot.select(step), operator),
        reduce((steps, observed) => {
          plot.add(observed, steps);
          last = observed.step;
          return steps + 1;
        }, 0),
        map((steps) => {
          if (!last) throw withoutStep(operator);
          return { ...plot.frame(steps), hold: last.flow.hold };
        }),
      );
    }),
  );
}

/** A plot that is drawn anew at every step. */
export interface Animation {
  /** The tensors that it wants of each step. */
  select(step: Step): readonly Tensor[];
  /** The frames of one step, at least one. */
  frames(observed: Observed): readonly Frame[];
}

/** A sink that emits frames at every step; `start` makes the animation of one subscription. */
export function animation(operator: string, start: () => Animation): Sink<Frame> {
  return sink((source) =>
    defer(() => {
      const plot = start();
      return source.pipe(
        watch((step) => plot.select(step), operator),
        concatMap((observed) => {
          const { hold } = observed.step.flow;
          return from(plot.frames(observed).map((frame) => ({ ...frame, hold })));
        }),
        throwIfEmpty(() => withoutStep(operator)),
      );
    }),
  );
}

function withoutStep(operator: string): RangeError {
  return new RangeError(`${operator}: the stream ended without a step`);
}

/**
 * How many steps the run will have taken when it ends: as was told, else as its source knows; where nobody knows, 50, then
 * twice as many whenever they are full.
 */
export function horizon({ t, steps }: Step, told?: number): number {
  const guess = 50 * 2 ** Math.max(0, Math.ceil(Math.log2((t + 1) / 50)));
  return Math.max(told ?? steps ?? guess, t + 1);
}

/** Checks which sample of a batch to show. */
export function sampleOf(operator: string, sample = 0): number {
  return whole(`${operator}: sample`, sample);
}

/** One sample of a batch, all its features in a row. */
export function pick(operator: string, { shape, data }: HostSignal, sample: number): Float32Array {
  const { batch, features } = layoutOf(shape);
  if (sample >= batch)
    throw new RangeError(`${operator}: sample must be below the batch size ${batch}, got ${sample}`);
  return data.subarray(sample * features, (sample + 1) * features);
}

/** The arguments of a sink: `(layers, options)`, each of which may be left out. */
export function layersAndOptions<Layers extends string | readonly string[], Options extends object>(
  first: Layers | Options | undefined,
  second: Options | undefined,
): readonly [Layers | undefined, Options] {
  const named = typeof first === 'string' || Array.isArray(first);
  return named
    ? [first as Layers, second ?? ({} as Options)]
    : [undefined, (first as Options | undefined) ?? second ?? ({} as Options)];
}
