import type { Layout } from '../../shape.js';
import { Bounded } from '../bounded.js';
import type { NeuronModel } from '../model.js';
import { compileNeuron } from './compile/compileStep.js';
import { mathImports } from './compile/mathImports.js';
import type { Engine } from './engine.js';

/**
 * A layer of neurons in an engine's memory: their model compiled, their state and the parameters that differ from neuron
 * to neuron. Its memory is freed with `free`, or with the engine.
 */
export class Neurons {
  readonly #run: (...args: number[]) => void;
  /** What `run` takes: steps, samples, features, and the addresses of inputs, state, vectors and outputs. */
  readonly #args: number[];
  readonly #bytes: number;
  readonly #state: readonly number[];
  readonly #vectors: readonly number[];
  constructor(
    private readonly engine: Engine,
    private readonly model: NeuronModel,
    layout: Layout,
  ) {
    const { module, vectors } = compiled(model);
    this.#run = engine.exportsOf(module, () => ({ math: mathImports() })).run as (...args: number[]) => void;
    this.#bytes = 4 * layout.batch * layout.features;
    this.#state = model.state.map(() => engine.alloc(this.#bytes));
    this.#vectors = vectors.map((name) => engine.memory.allocFrom(model.params[name] as Float32Array));
    const [inputs, outputs] = [model.inputs.map(() => 0), model.outputs.map(() => 0)];
    this.#args = [0, layout.batch, layout.features, ...inputs, ...this.#state, ...this.#vectors, ...outputs];
  }

  /** Sets one state of all neurons, in the model's order of states. */
  setState(index: number, numbers: Float32Array): void {
    this.engine.memory.numbers.set(numbers, this.#state[index]! / 4);
  }

  /**
   * Runs `steps` steps, from inputs to results that each lie behind each other; the results of one output begin `apart`
   * bytes after those of the output before it.
   */
  launch(steps: number, inputs: readonly number[], results: number, apart = steps * this.#bytes): void {
    const args = this.#args;
    args[0] = steps;
    for (let i = 0; i < inputs.length; i++) args[3 + i] = inputs[i]!;
    const first = args.length - this.model.outputs.length;
    for (let o = 0; first + o < args.length; o++) args[first + o] = results + o * apart;
    this.#run(...args);
  }

  free(): void {
    if (this.engine.closed) return;
    for (const address of [...this.#state, ...this.#vectors]) this.engine.memory.free(address);
  }
}

interface CompiledModel {
  readonly module: WebAssembly.Module;
  readonly vectors: readonly string[];
}

/** Models that were compiled, by all that their code depends on: the same neuron is made again for every stream. */
const models = new Bounded<CompiledModel>(64);

function compiled(model: NeuronModel): CompiledModel {
  const { inputs, state, outputs, params, code } = model;
  const scalars = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : 'vector',
  ]);
  const key = JSON.stringify([
    inputs,
    state,
    outputs,
    scalars,
    [...code.reads],
    code.body,
    [...code.results],
  ]);
  return models.get(key, () => {
    const { bytes, vectors } = compileNeuron(model);
    return { module: new WebAssembly.Module(bytes), vectors };
  });
}
