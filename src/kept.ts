import type { Tensor } from './tensor.js';

/** The signals of one layer at one time step, by their usual names: `spk`, `mem`, `cur`, `syn`. */
export type Signals = Readonly<Record<string, Tensor>>;

/** Layers by their names, in the order in which steps pass them. */
export type Layers = Readonly<Record<string, Signals>>;

/** Layers and one more behind them; an object is made of them only where somebody asks for it, for that is dear. */
export class Kept {
  #record: Layers | undefined;

  constructor(
    private readonly before: Layers | Kept,
    private readonly name: string,
    private readonly signals: Signals,
  ) {}

  get(name: string): Signals | undefined {
    return name === this.name ? this.signals : layerIn(this.before, name);
  }

  get record(): Layers {
    this.#record ??= { ...recordOf(this.before), [this.name]: this.signals };
    return this.#record;
  }
}

export function layerIn(layers: Layers | Kept, name: string): Signals | undefined {
  if (layers instanceof Kept) return layers.get(name);
  return Object.hasOwn(layers, name) ? layers[name] : undefined;
}

export function recordOf(layers: Layers | Kept): Layers {
  return layers instanceof Kept ? layers.record : layers;
}
