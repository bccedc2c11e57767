import { layoutOf, type Shape, sizeOf } from '../../shape.js';
import type { Counts, DenseWeights, Device, Operation } from '../device.js';
import { type BlockInput, type BlockOperation, lazily } from '../lazy.js';
import { HostMemory } from '../memory.js';
import type { NeuronModel } from '../model.js';
import { compileKernels, Engine } from './engine.js';
import { Neurons } from './neurons.js';

/** The compiled kernels, as constant as the program itself: engines that share them share what was optimised. */
let kernels: WebAssembly.Module | undefined;

/**
 * The engine of a device that was closed, for the next one: fresh memory costs more than the weights that go there. One
 * that has grown large is kept only until the garbage collector comes by.
 */
let spare: { deref(): Engine | undefined } | undefined;
const LARGE = 2 ** 24;

/** Most samples, those of all steps of a block together, that are computed at once. */
const ROWS = 32;

/**
 * The event-driven device: WebAssembly that touches only the weights of the inputs that fired, and neurons that were
 * compiled from their step functions, four at a time. Float32 throughout, each operation rounded, so that its results
 * are those of JavaScript with `Math.fround` around each.
 */
export class EventsDevice implements Device {
  readonly name = 'events';
  readonly async = false;
  readonly counts: Counts = { kernels: 0, resources: 0, launches: 0, readbacks: 0 };
  #open: Engine | undefined;
  #closing = false;

  constructor() {
    kernels ??= compileKernels();
    this.#open = spare?.deref() ?? new Engine(kernels);
    spare = undefined;
  }

  get #engine(): Engine {
    if (!this.#open || this.#closing) throw new Error("device 'events': is closed");
    return this.#open;
  }

  dense(weights: DenseWeights, batch: number, block = 1): Operation {
    const engine = this.#engine;
    const dense = engine.dense(weights);
    const size = batch * weights.inputs;
    return this.#operation(
      engine,
      { shape: [batch, weights.outputs], outputs: 1, block },
      {
        run: (steps, [x]) => new HostMemory(dense.run(numbersOf(x!, size, steps), steps * batch)),
        free: () => dense.free(),
      },
    );
  }

  neuron(model: NeuronModel, shape: Shape, block = 1): Operation {
    const engine = this.#engine;
    const neurons = new Neurons(engine, model, layoutOf(shape));
    const state = model.state.map((name) => model.outputs.indexOf(name));
    let last: HostMemory | undefined;
    let lastSteps = 0;
    return this.#operation(
      engine,
      { shape, outputs: model.outputs.length, state, block },
      {
        run: (steps, inputs, given) => {
          for (const [i, from] of given.entries()) {
            // what the run before left is in its place already
            const inPlace =
              'memory' in from && from.memory === last && from.slot === (state[i]! + 1) * lastSteps - 1;
            if (!inPlace) neurons.setState(i, numbersOf(from, sizeOf(shape), 1));
          }
          last = new HostMemory(
            neurons.run(
              steps,
              inputs.map((input) => numbersOf(input, sizeOf(shape), steps)),
            ),
          );
          lastSteps = steps;
          return last;
        },
        free: () => neurons.free(),
      },
    );
  }

  winner(shape: Shape, block = 1): Operation {
    const engine = this.#engine;
    const { batch, features } = layoutOf(shape);
    return this.#operation(
      engine,
      { shape, outputs: 1, block },
      {
        run: (steps, [x]) => {
          const rows = steps * batch;
          return new HostMemory(engine.winner(numbersOf(x!, sizeOf(shape), steps), rows, features));
        },
        free: () => undefined,
      },
    );
  }

  close(): void {
    this.#closing = true;
    const engine = this.#open;
    if (this.counts.kernels > 0 || !engine) return;
    // tensors that are kept know the device, and must not keep its memory
    this.#open = undefined;
    if (engine.memory.inUse > 0) return;
    spare = engine.memory.numbers.byteLength > LARGE ? new WeakRef(engine) : { deref: () => engine };
  }

  #operation(engine: Engine, sizes: Sizes, { run, free }: BlockOperation): Operation {
    // a batch fills a block with fewer steps, and larger blocks only leave the cache
    const block = Math.max(1, Math.min(sizes.block, Math.floor(ROWS / sizes.shape[0]!)));
    this.counts.kernels += 1;
    this.counts.resources = engine.memory.inUse;
    const counted: BlockOperation = {
      run: (...args) => {
        this.counts.launches += 1;
        return run(...args);
      },
      free: () => {
        free();
        this.counts.kernels -= 1;
        this.counts.resources = engine.memory.inUse;
        if (this.#closing) this.close();
      },
    };
    return lazily(counted, { device: this, ...sizes, block });
  }
}

interface Sizes {
  readonly shape: Shape;
  readonly outputs: number;
  readonly state?: readonly number[];
  readonly block: number;
}

/** The numbers of `steps` steps of `size` numbers each. */
function numbersOf(input: BlockInput, size: number, steps: number): Float32Array {
  if (!('memory' in input)) return input.numbers;
  const all = input.memory.read() as Float32Array;
  return all.subarray(input.slot * size, (input.slot + steps) * size);
}

/** What keeps the device from working here, or `undefined`. */
export function missingForEvents(): string | undefined {
  try {
    kernels ??= compileKernels();
    return undefined;
  } catch {
    return 'needs WebAssembly with SIMD';
  }
}
