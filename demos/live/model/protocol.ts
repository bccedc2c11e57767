import type { DeviceName, DeviceReport, MeterReport, Moment, OnLate, ResetMechanism } from 'rxsnn';

/** Settings that change while the network runs; each holds from the next step on. */
export interface Settings {
  /** Brightness of each input, 0 to 1. */
  readonly image: Float32Array;
  readonly gain: number;
  readonly noise: number;
  readonly beta: number;
  readonly threshold: number;
  readonly weightScale: number;
}

/** What a run is built with; another choice builds another run, which goes on from the moment of the one before. */
export interface Plan {
  readonly network: string;
  readonly device: DeviceName;
  readonly block: number;
  readonly resetMechanism: ResetMechanism;
  readonly onLate: OnLate;
  readonly seed: number;
}

/** What the page asks of the worker. */
export type Request =
  | {
      readonly type: 'start';
      readonly plan: Plan;
      readonly settings: Settings;
      readonly paused: boolean;
      readonly from?: Moment;
    }
  | { readonly type: 'plan'; readonly plan: Plan }
  | { readonly type: 'set'; readonly name: keyof Settings; readonly value: number | Float32Array }
  | { readonly type: 'speed'; readonly value: number }
  | { readonly type: 'pause'; readonly value: boolean }
  | { readonly type: 'step' | 'reset' | 'capture' | 'frame' }
  | { readonly type: 'seek'; readonly t: number }
  | { readonly type: 'watch'; readonly neurons: readonly Neuron[] };

/** What the worker answers. */
export type Reply =
  | { readonly type: 'network'; readonly layers: readonly Layer[]; readonly devices: readonly DeviceReport[] }
  | { readonly type: 'steps'; readonly steps: Steps }
  | { readonly type: 'meter'; readonly report: MeterReport }
  | { readonly type: 'moment'; readonly moment: Moment }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'traces'; readonly t: Uint32Array; readonly mem: readonly Float32Array[] }
  | { readonly type: 'error'; readonly message: string };

export interface Layer {
  readonly name: string;
  readonly neurons: number;
  /** Incoming weights [neurons, inputs]; none for the inputs. */
  readonly weight?: Float32Array;
}

/** One neuron of one layer, both by number. */
export interface Neuron {
  readonly layer: number;
  readonly neuron: number;
}

/** Consecutive steps: a bit a neuron, and the membranes of the watched neurons. */
export interface Steps {
  readonly t: Uint32Array;
  /** [steps, words]: 32 neurons a word, each layer from a word of its own. */
  readonly bits: Uint32Array;
  /** [steps, watched]. */
  readonly mem: Float32Array;
  readonly watched: readonly Neuron[];
  /** Steps that were made but are not among these, because the page asked too late: they are not shown. */
  readonly unseen: number;
}

/** Seconds of model time a step. */
export const DT = 0.01;

/** Steps that worker and page keep. */
export const KEPT = 2048;

/** How many words a layer takes. */
export const wordsOf = (neurons: number): number => Math.ceil(neurons / 32);
