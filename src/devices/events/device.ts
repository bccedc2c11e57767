import { layoutOf, type Shape, sizeOf } from '../../shape.js';
import { DelayLine } from '../delayLine.js';
import type { Counts, DenseWeights, Device, Operation } from '../device.js';
import { type BlockOperation, lazily } from '../lazy.js';
import type { NeuronModel } from '../model.js';
import { type Convolution, inputsOf, type Pooling, type Windows } from '../windows.js';
import { Conv } from './conv.js';
import { compileKernels, Engine } from './engine.js';
import { Neurons } from './neurons.js';
import { type EngineOperation, inEngine } from './operation.js';
import { Pool } from './pool.js';
import { Recurrent } from './recurrent.js';
import { SharedDense } from './sharedDense.js';
import { Spare } from './spare.js';

/** The compiled kernels, as constant as the program itself: engines that share them share what was optimised. */
let kernels: WebAssembly.Module | undefined;

const spare = new Spare();

/** Most samples, those of all steps of a block together, that are computed at once. */
const ROWS = 32;
/** Most numbers that are made at once: more would leave the cache before the next layer takes them. */
const NUMBERS = 2 ** 18;

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
    this.#open = spare.take() ?? new Engine(kernels);
  }

  get closed(): boolean {
    return this.#closing;
  }

  get #engine(): Engine {
    if (!this.#open || this.#closing) throw new Error("device 'events': is closed");
    return this.#open;
  }

  dense(weights: DenseWeights, batch: number, block = 1): Operation {
    const engine = this.#engine;
    const shape = [batch, weights.outputs];
    const rows = batch * stepsAtOnce(shape, 1, block);
    const dense = new SharedDense(engine, engine.dense(weights, rows));
    return this.#operation(
      { shape, inputs: [batch * weights.inputs], outputs: 1, block },
      {
        launch: (steps, [x], cur) => dense.launch(x!, steps * batch, cur),
        free: () => dense.free(),
      },
    );
  }

  conv(convolution: Convolution, batch: number, block = 1): Operation {
    return this.#windows(new Conv(this.#engine, convolution), convolution, batch, block);
  }

  pool(pooling: Pooling, batch: number, block = 1): Operation {
    return this.#windows(new Pool(this.#engine, pooling), pooling, batch, block);
  }

  delay(steps: number | Int32Array, shape: Shape, block = 1): Operation {
    const { memory } = this.#engine;
    const line = new DelayLine(steps, layoutOf(shape));
    const size = sizeOf(shape);
    const numbers = (address: number, steps: number) =>
      memory.numbers.subarray(address / 4, address / 4 + steps * size);
    return this.#operation(
      { shape, inputs: [size], outputs: 1, block },
      {
        launch: (steps, [x], y) => line.run(numbers(x!, steps), numbers(y, steps)),
        free: () => undefined,
      },
    );
  }

  neuron(model: NeuronModel, shape: Shape, block = 1): Operation {
    const inputs = model.inputs.map(() => sizeOf(shape));
    const state = model.state.map((name) => model.outputs.indexOf(name));
    const outputs = model.outputs.length;
    const neurons = new Neurons(this.#engine, model, layoutOf(shape));
    return this.#operation({ shape, inputs, outputs, state, block }, neurons);
  }

  recurrent(model: NeuronModel, weights: DenseWeights, shape: Shape, block = 1): Operation {
    const inputs = model.inputs.filter((name) => name !== 'rec').map(() => sizeOf(shape));
    const state = ['spk', ...model.state].map((name) => model.outputs.indexOf(name));
    const outputs = model.outputs.length;
    const neurons = new Recurrent(this.#engine, model, weights, layoutOf(shape));
    return this.#operation({ shape, inputs, outputs, state, block }, neurons);
  }

  winner(shape: Shape, block = 1): Operation {
    const { kernels } = this.#engine;
    const { batch, features } = layoutOf(shape);
    return this.#operation(
      { shape, inputs: [sizeOf(shape)], outputs: 1, block },
      {
        launch: (steps, [x], wins) => kernels.winner(x!, steps * batch, features, wins),
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
    if (engine.memory.inUse === 0) spare.put(engine);
  }

  #windows(kernel: Conv | Pool, windows: Windows, batch: number, block: number): Operation {
    const [shape, inputs] = [[batch, ...windows.features], [batch * inputsOf(windows)]];
    return this.#operation(
      { shape, inputs, outputs: 1, block },
      {
        launch: (steps, [x], y) => kernel.launch(x!, steps * batch, y),
        free: () => kernel.free(),
      },
    );
  }

  #operation(sizes: Sizes, operation: EngineOperation): Operation {
    const engine = this.#engine;
    const { shape, outputs, inputs, state = [] } = sizes;
    const result = sizeOf(shape);
    const { run, free } = inEngine(engine, { inputs, result, results: outputs, state }, operation);
    const block = stepsAtOnce(shape, outputs, sizes.block);
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
    return lazily(counted, { device: this, shape, outputs, state, block, fleeting: true });
  }
}

interface Sizes {
  readonly shape: Shape;
  /** Numbers of each input in one step. */
  readonly inputs: readonly number[];
  readonly outputs: number;
  readonly state?: readonly number[];
  readonly block: number;
}

/** A batch, or a large layer, fills a block with fewer steps, and larger blocks only leave the cache. */
function stepsAtOnce(shape: Shape, outputs: number, block: number): number {
  const most = Math.min(ROWS / shape[0]!, NUMBERS / (sizeOf(shape) * outputs));
  return Math.max(1, Math.min(block, Math.floor(most)));
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
