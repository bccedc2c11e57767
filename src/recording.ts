import type { Shape } from './shape.js';

/** One signal over time: `shape` is [steps, batch, ...features], `data` row-major. */
export interface Trace {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** The traces of one layer, by the names of its signals; a signal that the layer does not have is absent. */
export interface LayerTraces {
  readonly spk: Trace;
  readonly mem: Trace;
  readonly cur: Trace;
  readonly syn: Trace;
  readonly [signal: string]: Trace;
}

/** What `record` kept: the probed layers by name, and the last layer's signals beside them. */
export type Recording<Layer extends string = string> = LayerTraces & {
  readonly [Name in Layer]: LayerTraces;
};

/** One signal of a recording. */
export interface RecordedSignal {
  /** The name of the probe, or null for the last layer where it was not probed. */
  readonly layer: string | null;
  readonly signal: string;
  /** True for the signals of the last layer, under whatever name. */
  readonly last: boolean;
  /** `[batch, ...features]` of one step. */
  readonly shape: Shape;
}

/** A `Recording` as the list of its traces. */
export interface HeldTraces {
  readonly signals: readonly RecordedSignal[];
  readonly data: readonly Float32Array[];
  readonly steps: number;
}

/** The signals that are kept or compared where none are named: all, but `cur` only where there are no spikes. */
export function usualSignals(signals: readonly string[]): readonly string[] {
  return signals.filter((signal) => signal !== 'cur' || !signals.includes('spk'));
}

/** The traces of what `record` emitted; undefined for anything else. */
export function tracesOf(recording: unknown): HeldTraces | undefined {
  if (typeof recording !== 'object' || recording === null) return undefined;
  const own: [string, Trace][] = [];
  const probed: [string, [string, Trace][]][] = [];
  for (const [name, value] of Object.entries(recording)) {
    if (isTrace(value)) own.push([name, value]);
    else if (isLayer(value)) probed.push([name, Object.entries(value)]);
    else return undefined;
  }
  // the last layer's traces stand beside those of the name that it was probed under, if it was
  const isLast = (traces: [string, Trace][]) =>
    traces.some(([, trace]) => own.some(([, { data }]) => data === trace.data));
  const lastProbed = probed.find(([, traces]) => isLast(traces));
  const layers: [string | null, [string, Trace][]][] = lastProbed ? probed : [...probed, [null, own]];
  const all = layers.flatMap(([layer, traces]) =>
    traces.map(([signal, trace]) => ({ layer, signal, trace, last: layer === (lastProbed?.[0] ?? null) })),
  );
  const steps = all[0]?.trace.shape[0];
  if (steps === undefined || all.some(({ trace }) => trace.shape[0] !== steps)) return undefined;
  return {
    signals: all.map(({ layer, signal, last, trace }) => ({
      layer,
      signal,
      last,
      shape: trace.shape.slice(1),
    })),
    data: all.map(({ trace }) => trace.data),
    steps,
  };
}

function isTrace(value: unknown): value is Trace {
  const { shape, data } = (value ?? {}) as Partial<Trace>;
  return Array.isArray(shape) && ArrayBuffer.isView(data);
}

function isLayer(value: unknown): value is Record<string, Trace> {
  if (typeof value !== 'object' || value === null) return false;
  const traces = Object.values(value);
  return traces.length > 0 && traces.every(isTrace);
}
