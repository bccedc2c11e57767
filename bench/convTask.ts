import { Conv, Linear, type Tensor } from 'rxsnn';
import { onGrid, spikesOf } from './task.js';

/** A convolutional network and the spikes that it is fed: what every contender of the case `conv` computes. */
export interface ConvTask {
  readonly steps: number;
  /** Shape [steps, 1, 1, 28, 28]. */
  readonly input: Tensor;
  readonly conv1: Conv;
  readonly conv2: Conv;
  readonly fc: Linear;
  readonly beta: number;
}

export interface ConvTaskOptions {
  readonly steps: number;
  /** Share of the inputs that spike in a step. */
  readonly density: number;
}

/** 28x28, 16 and 32 channels of 5x5, each with neurons and pooled by 2, then 10 outputs. */
export function convTaskOf({ steps, density }: ConvTaskOptions): ConvTask {
  return {
    steps,
    input: spikesOf([steps, 1, 1, 28, 28], density),
    conv1: onGrid(Conv.init(1, 16, [5, 5], { seed: 1 })),
    conv2: onGrid(Conv.init(16, 32, [5, 5], { seed: 2 })),
    fc: onGrid(Linear.init(512, 10, { seed: 3 })),
    beta: 0.9,
  };
}
