import type { Shape } from 'rxsnn';

/** What the page has to know of a network, whichever it is. */
export interface NetworkInfo {
  /** Shape of one sample of its input. */
  readonly input: Shape;
  /** Seconds of model time a step. */
  readonly dt: number;
  /** What can be set while it runs, and what it is built with. */
  readonly sliders: readonly Slider[];
  readonly choices: readonly Choice[];
  /** What the outputs stand for; their numbers where nothing is known. */
  readonly labels?: readonly string[];
}

export interface Slider {
  readonly name: string;
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where it stands at first. */
  readonly value: number;
}

export interface Choice {
  readonly name: string;
  readonly title: string;
  /** Values with their titles; without them any number can be given. */
  readonly values?: readonly (readonly [value: string, title: string])[];
  readonly value: string;
  /** Unit of the number, and what stands where none is given. */
  readonly unit?: string;
  readonly placeholder?: string;
  /** The state means something else afterwards: the run begins anew. */
  readonly anew?: boolean;
}

/** A layer that is drawn; the input is the first one, the output the last. */
export interface Layer {
  readonly name: string;
  readonly title: string;
  readonly neurons: number;
  /** Of one sample. */
  readonly shape: Shape;
  /** What is drawn of it: its spikes, or what it hands on where it makes none. */
  readonly signal: 'spk' | 'mem' | 'cur';
  /** What is drawn of one neuron; nothing of an input. */
  readonly trace?: 'mem' | 'cur';
  /** Where a trace makes a spike: one a neuron, one for all, or the setting that says it. */
  readonly threshold?: Float32Array | string;
  /** The weights through which its input comes. */
  readonly incoming?: Incoming;
}

/** Weights of a layer, and what they look at. */
export interface Incoming {
  /** [neurons, inputs], or [channels, channels of the input, rows, columns] of a convolution. */
  readonly weight: Float32Array;
  /** Of one sample of what the weights look at. */
  readonly input: Shape;
  /** The layer that it is, by number, where it is one that is drawn. */
  readonly from?: number;
  readonly convolution?: Convolution;
}

/** Sizes are of rows and of columns. */
export interface Convolution {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** One neuron of one layer, both by number. */
export interface Neuron {
  readonly layer: number;
  readonly neuron: number;
}
