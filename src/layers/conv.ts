import { whole } from '../check.js';
import { optionsOf } from '../options.js';
import type { Shape } from '../shape.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { connection, type Form, randomWeights } from './weights.js';

/** Weights under torch's names. */
export interface ConvWeights {
  /** [outputs, inputs / groups, ...kernel] */
  readonly weight: TensorLike;
  /** [outputs]. Default zeros. */
  readonly bias?: TensorLike | undefined;
}

export interface ConvInitOptions {
  /** Groups of channels that see only each other. Default 1. */
  readonly groups?: number;
  /** Seed of the random weights, a whole number. Default 0. */
  readonly seed?: number;
  /** Whether there are biases. Default true. */
  readonly bias?: boolean;
}

export const CONV_FORM: Form = { text: '[outputs, inputs / groups, ...kernel]', axes: [3, 4] };

/**
 * The weights of a convolution: `weight` of shape [outputs, inputs / groups, ...kernel], where the kernel is [n] for
 * `conv1d` and [rows, columns] for `conv2d`, and an optional `bias` of shape [outputs], as in torch.
 *
 * The constructor throws a `TypeError` for what is not a number, a `RangeError` for sizes that do not fit and for
 * infinite weights.
 *
 * @example
 * new Conv([[[[1, 0], [0, -1]]]]); // one channel to one, kernel 2 by 2
 */
export class Conv implements ConvWeights {
  /** [outputs, inputs / groups, ...kernel], each number finite. */
  readonly weight: Tensor;
  /** [outputs]; without them the biases are zeros. */
  readonly bias: Tensor | undefined;

  constructor(weight: TensorLike, bias?: TensorLike) {
    const checked = connection('conv', { weight, bias }, CONV_FORM);
    this.weight = checked.weight;
    this.bias = checked.bias;
  }

  /** Channels of the result. */
  get outputs(): number {
    return this.weight.shape[0]!;
  }

  /** Channels of the input that one group takes: all of them without groups. */
  get inputs(): number {
    return this.weight.shape[1]!;
  }

  /** Taps along each axis. */
  get kernel(): Shape {
    return this.weight.shape.slice(2);
  }

  /**
   * Random weights and biases, uniform in [-1/sqrt(n), 1/sqrt(n)) for the n inputs of an output, the default of
   * `torch.nn.Conv2d` (https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html). The same seed gives the
   * same weights.
   *
   * @example
   * Conv.init(1, 16, [5, 5], { seed: 1 }); // for conv2d, 1 channel to 16
   */
  static init(inputs: number, outputs: number, kernel: Shape, options: ConvInitOptions = {}): Conv {
    const names = ['groups', 'seed', 'bias'] as const;
    const { groups = 1, seed = 0, bias = true } = optionsOf('Conv.init', options, names);
    whole('Conv.init: inputs', inputs, { min: 1 });
    whole('Conv.init: outputs', outputs, { min: 1 });
    whole('Conv.init: groups', groups, { min: 1 });
    for (const taps of kernel) whole('Conv.init: kernel', taps, { min: 1 });
    if (inputs % groups !== 0) {
      throw new RangeError(
        `Conv.init: groups must divide the inputs, got ${groups} groups, ${inputs} inputs`,
      );
    }
    const drawn = randomWeights('Conv.init', [outputs, inputs / groups, ...kernel], seed);
    return new Conv(drawn.weight, bias ? drawn.bias : undefined);
  }
}
