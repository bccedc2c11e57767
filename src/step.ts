import { listed, show } from './check.js';
import { Flow } from './flow.js';
import { type Kept, KeptLayer, KeptLayers, type Layers, layerIn, recordOf, type Signals } from './kept.js';
import { batched } from './shape.js';
import { fromLike, HostTensor, isTensor, type Tensor, type TensorLike } from './tensor.js';

export type { Signals } from './kept.js';

/** What a layer accepts as one step: a `Step`, or plain numbers (a scalar is one neuron, a vector one sample). */
export type StepLike = Step | TensorLike;

/**
 * One time step on its way through a network: the signals of the last layer that it passed, each of shape
 * `[batch, ...features]`, and those that `probe(name)` kept on the way.
 */
export class Step<Layer extends string = string> {
  #passed = false;
  readonly #layers: Layers | Kept;

  constructor(
    /** Number of this step, from 0. */
    readonly t: number,
    readonly signals: Signals,
    layers: Layers | Kept = {},
    /** How many steps the source will emit, where it knows. */
    readonly steps: number | undefined = undefined,
    readonly flow: Flow = new Flow(),
    /** How many steps may be computed at once: 1 where each is wanted as soon as it is there. */
    readonly block: number = 1,
    /** When it left its source, in milliseconds of `performance.now()` or of the scheduler of `pace`. */
    readonly born: number = performance.now(),
  ) {
    this.#layers = layers;
  }

  /** What `probe` kept, by the name it was given. */
  get layers(): Readonly<Record<Layer, Signals>> {
    return recordOf(this.#layers) as Readonly<Record<Layer, Signals>>;
  }

  /** What `probe` kept under one name. */
  layer(name: string): Signals | undefined {
    return layerIn(this.#layers, name);
  }

  /** Spikes: 1 (or the graded spikes factor) where a neuron fired, else 0. */
  get spk(): Tensor | undefined {
    return this.signals.spk;
  }

  /** Membrane potentials, in units of the threshold's. */
  get mem(): Tensor | undefined {
    return this.signals.mem;
  }

  /** Input currents of the layer. */
  get cur(): Tensor | undefined {
    return this.signals.cur;
  }

  /** Synaptic currents, for neurons that have them. */
  get syn(): Tensor | undefined {
    return this.signals.syn;
  }

  /** What the next layer takes in: the spikes, or the currents where the last layer makes none. */
  get output(): Tensor {
    return outputOf(this.signals, () => `step ${this.t}`);
  }

  /** The same step for layers that compute `block` steps at once. */
  inBlocksOf(block: number): Step<Layer> {
    return new Step(this.t, this.signals, this.#layers, this.steps, this.flow, block, this.born);
  }

  /** The same step of another flow, computed as it comes and born at `born`. */
  paced(flow: Flow, born: number): Step<Layer> {
    return new Step(this.t, this.signals, this.#layers, this.steps, flow, 1, born);
  }

  /** The same step after one more layer, with those that it has within it. */
  with(signals: Signals, within?: Readonly<Record<string, Signals>>): Step<Layer> {
    const layers = within ? new KeptLayers(this.#layers, within) : this.#layers;
    if (this.signals !== signals) this.#pass(signals);
    for (const name in within) keepAll(within[name]!);
    return new Step(this.t, signals, layers, this.steps, this.flow, this.block, this.born);
  }

  /** These signals take the place of its own, which are then out of reach, but for names that keep them. */
  #pass(signals: Signals): void {
    keepAll(signals);
    if (this.#passed) return;
    this.#passed = true;
    for (const signal in this.signals) this.signals[signal]!.forget?.();
  }

  /** The same step with its signals kept under `name`. */
  keep<Name extends string>(name: Name): Step<Layer | Name> {
    keepAll(this.signals);
    const layers = new KeptLayer(this.#layers, name, this.signals);
    return new Step(this.t, this.signals, layers, this.steps, this.flow, this.block, this.born);
  }
}

/** They can be reached by a name from now on. */
function keepAll(signals: Signals): void {
  for (const signal in signals) signals[signal]!.keep?.();
}

/** What a layer takes in of these signals; `owner` is called only for an error: to name it in every step is expensive. */
export function outputOf(signals: Signals, owner: () => string): Tensor {
  const output = signals.spk ?? signals.cur ?? Object.values(signals)[0];
  if (!output) throw new TypeError(`${owner()}: carries no signal`);
  return output;
}

/** The signals of a layer that was kept, or of the last layer; a `TypeError` lists the names that there are. */
export function layerOf(step: Step, name: string | undefined, operator: string): Signals {
  if (name === undefined) return step.signals;
  const layer = step.layer(name);
  if (layer) return layer;
  const names = Object.keys(step.layers);
  throw new TypeError(
    `${operator}: no layer '${name}', ${names.length ? `there are ${listed(names)}` : 'none was probed'}`,
  );
}

/** `value` as a step; plain numbers become step `t` with the signal `cur`. */
export function toStep(value: StepLike, t: number, operator: string): Step {
  if (value instanceof Step) return value;
  if (isFrame(value)) throw new TypeError(`${operator}: takes steps or numbers, got a frame of a plot`);
  const given = isTensor(value) ? value : fromLike(value, operator);
  const shape = batched(given.shape);
  if (shape.some((size) => size < 1)) {
    throw new RangeError(`${operator}: a step needs at least one number, got ${show(value)}`);
  }
  const tensor: Tensor = shape === given.shape ? given : new HostTensor(shape, given.data, given.device);
  tensor.keep?.();
  return new Step(t, { cur: tensor });
}

/** A stream that went through a plot has no steps any more. */
function isFrame(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'draw' in value;
}
