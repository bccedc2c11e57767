import {
  asyncScheduler,
  defer,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  type OperatorFunction,
  type SchedulerLike,
  Subject,
  takeUntil,
  tap,
} from 'rxjs';
import { number, show } from '../check.js';
import { optionsOf } from '../options.js';
import { layoutOf } from '../shape.js';
import { type HostSignal, type Observed, watch } from '../sinks/watch.js';
import type { Signals, Step } from '../step.js';
import { clockOf } from './clock.js';
import { Window } from './window.js';

/** How a stream runs. Counts are since its subscription; rates, latency and density of the time since the report before. */
export interface MeterReport {
  /** Number of the next step: of model time, as of the source. */
  readonly t: number;
  /** Steps that passed, that `pace` left out, and that it added to others. */
  readonly steps: number;
  readonly dropped: number;
  readonly coalesced: number;
  readonly stepsPerSecond: number;
  /** Seconds of model time in a second, dropped steps included; `undefined` without `pace`. */
  readonly realTimeFactor: number | undefined;
  /** Seconds from the source to here: of half of the steps at most, and of 99 %; NaN where none passed. */
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly spikesPerSecond: number;
  readonly synapticOperationsPerSecond: number;
  /** Share of neurons that fired in a step, by the layer's probe. */
  readonly density: Readonly<Record<string, number>>;
}

export interface MeterOptions {
  /** Seconds from one report to the next. Default 1. */
  readonly every?: number;
  /** Synapses to which a spike of a layer goes, by the layer's probe. Default: the size of the layer probed next. */
  readonly fanOut?: Readonly<Record<string, number>>;
  /** Default: timers. The one of `pace`, where that was given one. */
  readonly scheduler?: SchedulerLike;
}

/**
 * Passes steps on, and tells `report` at its own rate how the stream runs, and once more when it completes.
 *
 * Spikes are counted in the layers that were probed. A synaptic operation is a spike that arrives at a synapse: each
 * spike of a layer counts as often as its fan-out. Steps are passed when their spikes are there; no step waits for a
 * report, and the memory is constant.
 *
 * Throws for options out of range.
 *
 * @example
 * steps$.pipe(meter((report) => console.log(report.stepsPerSecond), { every: 0.5 }));
 */
export function meter(
  report: (report: MeterReport) => void,
  options: MeterOptions = {},
): <Layer extends string = never>(source: Observable<Step<Layer>>) => Observable<Step<Layer>> {
  const names = ['every', 'fanOut', 'scheduler'] as const;
  const { every = 1, fanOut = {}, scheduler = asyncScheduler } = optionsOf('meter', options, names);
  if (typeof report !== 'function')
    throw new TypeError(`meter: report must be a function, got ${show(report)}`);
  number('meter: every', every, { above: 0 });
  for (const [name, synapses] of Object.entries(fanOut))
    number(`meter: fanOut of '${name}'`, synapses, { min: 0 });

  const operator: OperatorFunction<Step, Step> = (source) =>
    defer(() => {
      const gauge = new Gauge(clockOf(scheduler), fanOut);
      const ended = new Subject<void>();
      const ticks = interval(1000 * every, scheduler).pipe(
        tap(() => report(gauge.read())),
        ignoreElements(),
        takeUntil(ended),
      );
      const steps = source.pipe(
        watch((step) => Object.values(gauge.layersOf(step)).map(({ spk }) => spk!), 'meter'),
        map((observed) => {
          gauge.add(observed);
          return observed.step;
        }),
        tap({
          complete: () => {
            ended.next();
            report(gauge.read());
          },
        }),
      );
      return merge(ticks, steps);
    });
  return operator as never;
}

/** What is counted in one run. */
class Gauge {
  #layers: readonly { name: string; size: number; synapses: number }[] | undefined;
  #window = new Window(0);
  #last: Step | undefined;
  #steps = 0;
  #readAt: number;
  #readT: number | undefined;

  constructor(
    readonly now: () => number,
    readonly fanOut: Readonly<Record<string, number>>,
  ) {
    this.#readAt = now();
  }

  /** The layers whose spikes count. */
  layersOf({ layers }: Step): Readonly<Record<string, Signals>> {
    return Object.fromEntries(Object.entries(layers).filter(([, { spk }]) => spk));
  }

  add({ step, signals }: Observed): void {
    this.#layers ??= this.#open(step, signals);
    this.#readT ??= step.t;
    for (const [i, { data }] of signals.entries()) {
      let spikes = 0;
      for (let n = 0; n < data.length; n++) if (data[n] !== 0) spikes++;
      this.#window.spikes[i]! += spikes;
    }
    this.#window.add(this.now() - step.born);
    this.#steps += 1;
    this.#last = step;
  }

  /** The report of the time since the last one, which begins anew. */
  read(): MeterReport {
    const now = this.now();
    const seconds = Math.max(now - this.#readAt, Number.MIN_VALUE) / 1000;
    const { steps, spikes } = this.#window;
    const [p50 = 0, p99 = 0] = this.#window.quantiles([0.5, 0.99]);
    const layers = this.#layers ?? [];
    const sum = (each: (i: number) => number) => layers.reduce((total, _, i) => total + each(i), 0);
    const { flow, t = -1 } = this.#last ?? {};
    const report: MeterReport = {
      t: t + 1,
      steps: this.#steps,
      dropped: flow?.dropped ?? 0,
      coalesced: flow?.coalesced ?? 0,
      stepsPerSecond: steps / seconds,
      realTimeFactor: flow?.dt && (Math.max(0, t + 1 - (this.#readT ?? 0)) * flow.dt) / seconds,
      latency: { p50: p50 / 1000, p99: p99 / 1000 },
      spikesPerSecond: sum((i) => spikes[i]!) / seconds,
      synapticOperationsPerSecond: sum((i) => spikes[i]! * layers[i]!.synapses) / seconds,
      density: Object.fromEntries(
        layers.map(({ name, size }, i) => [name, steps === 0 ? 0 : spikes[i]! / (steps * size)]),
      ),
    };
    this.#window.clear();
    this.#readAt = now;
    this.#readT = t + 1;
    return report;
  }

  #open(step: Step, signals: readonly HostSignal[]) {
    this.#window = new Window(signals.length);
    return Object.keys(this.layersOf(step)).map((name, i) => {
      const next = signals[i + 1];
      const { batch, features } = layoutOf(signals[i]!.shape);
      const synapses = this.fanOut[name] ?? (next ? layoutOf(next.shape).features : 0);
      return { name, size: batch * features, synapses };
    });
  }
}
