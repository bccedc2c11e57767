import type { Layout } from '../../shape.js';
import type { NeuronModel } from '../model.js';
import { compileNeuron } from './compile/compileStep.js';
import { mathImports } from './compile/mathImports.js';
import type { Engine } from './engine.js';

type Run = (steps: number, samples: number, features: number, ...addresses: number[]) => void;

/**
 * A layer of neurons in an engine's memory: their model compiled, their state and the parameters that differ from neuron
 * to neuron. Its memory is freed with `free`, or with the engine.
 */
export class Neurons {
  readonly #run: Run;
  readonly #bytes: number;
  readonly #state: readonly number[];
  readonly #vectors: readonly number[];
  /** Where the inputs and outputs of a block go, and for how many steps there is room. */
  #scratch: number | undefined;
  #room = 0;

  constructor(
    private readonly engine: Engine,
    private readonly model: NeuronModel,
    private readonly layout: Layout,
  ) {
    const { module, vectors } = compiled(model);
    const imports = { env: { memory: engine.memory.wasm }, math: mathImports() };
    const { exports } = new WebAssembly.Instance(module, imports);
    this.#run = exports.run as Run;
    this.#bytes = 4 * layout.batch * layout.features;
    this.#state = model.state.map(() => engine.alloc(this.#bytes));
    this.#vectors = vectors.map((name) => engine.memory.allocFrom(model.params[name] as Float32Array));
  }

  /** Sets one state of all neurons, in the model's order of states. */
  setState(index: number, numbers: Float32Array): void {
    this.engine.memory.numbers.set(numbers, this.#state[index]! / 4);
  }

  /** Runs `steps` steps from inputs of as many steps each, and returns fresh outputs: each with all steps, in turn. */
  run(steps: number, inputs: readonly Float32Array[]): Float32Array {
    const { engine, layout, model } = this;
    const size = steps * this.#bytes;
    const start = this.#reserve(size * (inputs.length + model.outputs.length));
    const { numbers } = engine.memory;
    for (const [i, input] of inputs.entries()) numbers.set(input, (start + i * size) / 4);
    const results = start + inputs.length * size;
    this.#run(
      steps,
      layout.batch,
      layout.features,
      ...inputs.map((_, i) => start + i * size),
      ...this.#state,
      ...this.#vectors,
      ...model.outputs.map((_, o) => results + o * size),
    );
    return numbers.slice(results / 4, (results + model.outputs.length * size) / 4);
  }

  free(): void {
    if (this.engine.closed) return;
    const { memory } = this.engine;
    for (const address of [...this.#state, ...this.#vectors]) memory.free(address);
    if (this.#scratch !== undefined) memory.free(this.#scratch);
    this.#scratch = undefined;
  }

  #reserve(bytes: number): number {
    if (this.#scratch !== undefined && bytes <= this.#room) return this.#scratch;
    if (this.#scratch !== undefined) this.engine.memory.free(this.#scratch);
    this.#scratch = this.engine.alloc(bytes);
    this.#room = bytes;
    return this.#scratch;
  }
}

interface CompiledModel {
  readonly module: WebAssembly.Module;
  readonly vectors: readonly string[];
}

/** Models that were compiled, by all that their code depends on: the same neuron is made again for every stream. */
const models = new Map<string, CompiledModel>();
const MOST_MODELS = 64;

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
  const known = models.get(key);
  if (known) return known;
  const { bytes, vectors } = compileNeuron(model);
  const made = { module: new WebAssembly.Module(bytes), vectors };
  if (models.size >= MOST_MODELS) models.clear();
  models.set(key, made);
  return made;
}
