import type { Tensor } from './tensor.js';

/** The signals of one layer at one time step, by their usual names: `spk`, `mem`, `cur`, `syn`. */
export type Signals = Readonly<Record<string, Tensor>>;

/** Layers by their names, in the order in which steps pass them. */
export type Layers = Readonly<Record<string, Signals>>;

/** Layers, and more after them; one object of all is made only where somebody asks for it, as that is expensive. */
export abstract class Kept {
  #record: Layers | undefined;

  constructor(private readonly before: Layers | Kept) {}

  /** What stands behind the others. */
  protected abstract readonly added: Layers;
  protected abstract own(name: string): Signals | undefined;

  get(name: string): Signals | undefined {
    return this.own(name) ?? layerIn(this.before, name);
  }

  get record(): Layers {
    this.#record ??= { ...recordOf(this.before), ...this.added };
    return this.#record;
  }
}

/** One layer behind others. */
export class KeptLayer extends Kept {
  constructor(
    before: Layers | Kept,
    private readonly name: string,
    private readonly signals: Signals,
  ) {
    super(before);
  }

  protected get added(): Layers {
    return { [this.name]: this.signals };
  }

  protected own(name: string): Signals | undefined {
    return name === this.name ? this.signals : undefined;
  }
}

/** Several. */
export class KeptLayers extends Kept {
  constructor(
    before: Layers | Kept,
    protected readonly added: Layers,
  ) {
    super(before);
  }

  protected own(name: string): Signals | undefined {
    return layerIn(this.added, name);
  }
}

export function layerIn(layers: Layers | Kept, name: string): Signals | undefined {
  if (layers instanceof Kept) return layers.get(name);
  return Object.hasOwn(layers, name) ? layers[name] : undefined;
}

export function recordOf(layers: Layers | Kept): Layers {
  return layers instanceof Kept ? layers.record : layers;
}
