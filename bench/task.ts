import { type Conv, Linear, rand, type Shape, type Tensor, tensor } from 'rxsnn';

/** A network of two layers and the spikes it is fed: what every contender computes. */
export interface Task {
  readonly steps: number;
  readonly batch: number;
  readonly sizes: Sizes;
  /** Shape [steps, batch, inputs]. */
  readonly input: Tensor;
  readonly fc1: Linear;
  readonly fc2: Linear;
  /** What brings the hidden layer its own spikes of the step before. */
  readonly rec?: Linear;
  readonly beta: number;
}

export type Sizes = readonly [inputs: number, hidden: number, outputs: number];

export interface TaskOptions {
  readonly sizes?: Sizes;
  readonly steps?: number;
  readonly batch?: number;
  /** Share of the inputs that spike in a step. Default 0.5, that of the tutorial. */
  readonly density?: number;
  /** Whether the hidden layer is connected to itself, all to all. Default false. */
  readonly recurrent?: boolean;
}

/** snnTorch's third tutorial unless told otherwise: 784-1000-10, 200 steps, one sample. */
export function taskOf(options: TaskOptions = {}): Task {
  const { sizes = [784, 1000, 10], steps = 200, batch = 1, density = 0.5, recurrent = false } = options;
  const [inputs, hidden, outputs] = sizes;
  return {
    steps,
    batch,
    sizes,
    input: spikesOf([steps, batch, inputs], density),
    fc1: onGrid(Linear.init(inputs, hidden, { seed: 1 })),
    fc2: onGrid(Linear.init(hidden, outputs, { seed: 2 })),
    ...(recurrent ? { rec: onGrid(Linear.init(hidden, hidden, { seed: 3 })) } : {}),
    beta: 0.99,
  };
}

/** Random spikes: `density` is the share of ones. */
export function spikesOf(shape: Shape, density: number): Tensor {
  const spikes = rand(shape, { seed: 3 }).data.map((u) => (u < density ? 1 : 0));
  return tensor(spikes, shape);
}

/**
 * Weights as multiples of 2^-13: their sums are exact in float32 in whatever order they are added, so every
 * contender must arrive at the same spikes.
 */
export function onGrid<Weights extends Linear | Conv>(weights: Weights): Weights {
  const round = (given: Tensor) =>
    tensor(
      given.data.map((w) => Math.round(w * 2 ** 13) / 2 ** 13),
      given.shape,
    );
  const { weight, bias } = weights;
  const Kind = weights.constructor as new (weight: Tensor, bias: Tensor | undefined) => Weights;
  return new Kind(round(weight), bias && round(bias));
}
