import type { DeviceName, DeviceReport, MeterReport, Moment, OnLate } from 'rxsnn';
import type { Layer, NetworkInfo, Neuron } from './network.js';
import type { Playback } from './playback.js';

/** Settings that change while the network runs; each holds from the next step on. */
export interface Settings {
  /** Brightness of each input, 0 to 1, in the network's shape. */
  readonly image: Float32Array;
  /** Those of all sliders: the network's own, those of the encodings, and that of event files. */
  readonly [name: string]: number | Float32Array;
}

/** What a run is built with; another choice builds another run, which goes on from the moment of the one before. */
export interface Plan {
  readonly network: string;
  /** Fingerprint of the file that the network was opened from. */
  readonly file?: string;
  /** The network's own choices, by name; those that are missing are as the network says. */
  readonly options: Readonly<Record<string, string>>;
  /** How images become spikes, and the choices of all encodings and of event files. */
  readonly encoding: string;
  readonly coding: Readonly<Record<string, string>>;
  readonly device: DeviceName;
  readonly block: number;
  readonly onLate: OnLate;
  readonly seed: number;
}

/** Where a run begins: another one's plan, with settings and a moment where it goes on. */
export interface Beginning {
  readonly plan: Plan;
  readonly settings: Settings;
  readonly from?: Moment;
}

/** What the page asks of the worker. */
export type Request =
  | (Beginning & { readonly type: 'start'; readonly paused: boolean })
  | (Beginning & { readonly type: 'open'; readonly bytes: Uint8Array<ArrayBuffer> })
  | { readonly type: 'plan'; readonly plan: Plan }
  /** An event file in place of the image, or no longer. */
  | { readonly type: 'feed'; readonly file?: File }
  | { readonly type: 'set'; readonly name: string; readonly value: number | Float32Array }
  | { readonly type: 'speed'; readonly value: number }
  | { readonly type: 'pause'; readonly value: boolean }
  | { readonly type: 'step' | 'reset' | 'frame' }
  /** The moment before step `t`, or that of now. */
  | { readonly type: 'capture'; readonly t?: number }
  | { readonly type: 'seek'; readonly t: number }
  | { readonly type: 'watch'; readonly neurons: readonly Neuron[] };

/** What the worker answers. */
export type Reply =
  | NetworkReply
  /** What was asked cannot be; what ran before goes on with its plan. */
  | { readonly type: 'refused'; readonly asked: Plan; readonly plan: Plan; readonly message: string }
  | { readonly type: 'steps'; readonly steps: Steps; readonly time: number | undefined }
  /** The event file that plays, if any: in answer to a request, and as it gets known. */
  | { readonly type: 'playback'; readonly playback: Playback | undefined; readonly problem?: string }
  | { readonly type: 'meter'; readonly report: MeterReport }
  | { readonly type: 'moment'; readonly plan: Plan; readonly moment: Moment }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'traces'; readonly t: Uint32Array; readonly mem: readonly Float32Array[] }
  | { readonly type: 'error'; readonly message: string };

/** Another network runs, from its first step or from a moment. */
export interface NetworkReply {
  readonly type: 'network';
  readonly plan: Plan;
  readonly settings: Settings;
  /** Whether it goes on from a moment. */
  readonly restored: boolean;
  readonly info: NetworkInfo;
  readonly layers: readonly Layer[];
  readonly devices: readonly DeviceReport[];
}

/** Consecutive steps: a bit a neuron that spikes, and the membranes of the watched neurons. */
export interface Steps {
  readonly t: Uint32Array;
  /** [steps, words]: 32 neurons a word, each layer that spikes from a word of its own. */
  readonly bits: Uint32Array;
  /** [steps, neurons] of all layers that do not spike. */
  readonly values: Float32Array;
  /** [steps, watched]. */
  readonly mem: Float32Array;
  readonly watched: readonly Neuron[];
  /** Steps that were made but are not among these, because the page asked too late: they are not shown. */
  readonly unseen: number;
}

/** Those up to the first that is not before step `t`. */
export function stepsBefore(steps: Steps, t: number): Steps {
  const first = steps.t.findIndex((step) => step >= t);
  return first < 0 ? steps : { ...steps, t: steps.t.subarray(0, first) };
}

/** Steps a second at speed 1. */
export const HZ = 100;

/** Steps that worker and page keep. */
export const KEPT = 2048;
