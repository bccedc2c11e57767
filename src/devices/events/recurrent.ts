import type { Layout } from '../../shape.js';
import type { DenseWeights } from '../device.js';
import type { NeuronModel } from '../model.js';
import type { Dense } from './dense.js';
import type { Engine } from './engine.js';
import { Neurons } from './neurons.js';
import type { EngineOperation } from './operation.js';

/**
 * A layer of neurons whose spikes of the step before come back by a dense connection: step after step within the engine, so
 * that the layers around it have their blocks.
 */
export class Recurrent implements EngineOperation {
  readonly #dense: Dense;
  readonly #neurons: Neurons;
  readonly #bytes: number;
  /** Where the spikes before a block are. */
  readonly #spk: number;
  readonly #rec: number;

  constructor(
    private readonly engine: Engine,
    private readonly model: NeuronModel,
    weights: DenseWeights,
    private readonly layout: Layout,
  ) {
    this.#dense = engine.dense(weights, layout.batch);
    this.#neurons = new Neurons(engine, model, layout);
    this.#bytes = 4 * layout.batch * layout.features;
    this.#spk = engine.alloc(this.#bytes);
    this.#rec = engine.alloc(this.#bytes);
  }

  setState(index: number, numbers: Float32Array): void {
    if (index === 0) this.engine.memory.numbers.set(numbers, this.#spk / 4);
    else this.#neurons.setState(index - 1, numbers);
  }

  launch(steps: number, inputs: readonly number[], results: number): void {
    const { inputs: names, outputs } = this.model;
    const size = this.#bytes;
    const spikes = results + outputs.indexOf('spk') * steps * size;
    const at = names.indexOf('rec');
    let spk = this.#spk;
    for (let t = 0; t < steps; t++) {
      this.#dense.launch(spk, this.layout.batch, this.#rec);
      const step = inputs.map((address) => address + t * size);
      step.splice(at, 0, this.#rec);
      this.#neurons.launch(1, step, results + t * size, steps * size);
      spk = spikes + t * size;
    }
    const { numbers } = this.engine.memory;
    numbers.copyWithin(this.#spk / 4, spk / 4, (spk + size) / 4);
  }

  free(): void {
    this.#dense.free();
    this.#neurons.free();
    if (this.engine.closed) return;
    for (const address of [this.#spk, this.#rec]) this.engine.memory.free(address);
  }
}
