import { whole } from '../check.js';
import type { DenseWeights } from '../devices/device.js';
import { optionsOf } from '../options.js';
import { layoutOf, type Shape } from '../shape.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { type LayerOperator, layer } from './layer.js';
import { connection, type Form, randomWeights } from './weights.js';

const FORM: Form = { text: '[outputs, inputs]', axes: [2] };

/**
 * The weights of a dense connection: `weight` of shape [outputs, inputs] and an optional `bias` of shape [outputs],
 * named and laid out as in `torch.nn.Linear`.
 *
 * The constructor throws a `TypeError` for what is not a number, a `RangeError` for sizes that do not fit and for
 * infinite weights.
 *
 * @example
 * new Linear([[0.5, -0.5], [1, 1], [0, 2]], [0, 0, 0.1]); // 2 inputs, 3 outputs
 */
export class Linear implements LinearWeights {
  /** [outputs, inputs], each number finite. */
  readonly weight: Tensor;
  /** [outputs]; without them the biases are zeros. */
  readonly bias: Tensor | undefined;

  constructor(weight: TensorLike, bias?: TensorLike) {
    const checked = connection('linear', { weight, bias }, FORM);
    this.weight = checked.weight;
    this.bias = checked.bias;
  }

  /** Neurons that the connection comes from. */
  get inputs(): number {
    return this.weight.shape[1]!;
  }

  /** Neurons that it leads to. */
  get outputs(): number {
    return this.weight.shape[0]!;
  }

  /**
   * Random weights and biases, uniform in [-1/sqrt(inputs), 1/sqrt(inputs)), the default of `torch.nn.Linear`
   * (https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html). The same seed gives the same weights.
   */
  static init(inputs: number, outputs: number, options: LinearInitOptions = {}): Linear {
    const { seed = 0, bias = true } = optionsOf('Linear.init', options, ['seed', 'bias']);
    whole('Linear.init: inputs', inputs, { min: 1 });
    whole('Linear.init: outputs', outputs, { min: 1 });
    const drawn = randomWeights('Linear.init', [outputs, inputs], seed);
    return new Linear(drawn.weight, bias ? drawn.bias : undefined);
  }
}

export interface LinearInitOptions {
  /** Seed of the random weights, a whole number. Default 0. */
  readonly seed?: number;
  /** Whether there are biases. Default true. */
  readonly bias?: boolean;
}

/** Weights under torch's names. */
export interface LinearWeights {
  /** [outputs, inputs] */
  readonly weight: TensorLike;
  /** [outputs]. Default zeros. */
  readonly bias?: TensorLike | undefined;
}

/**
 * Emits, for each step, the currents `cur = weight . x + bias` of all outputs, where x are the spikes (or currents) of
 * the step before, summed in float32 in the order of the inputs; inputs that are zero cost nothing.
 *
 * Shapes: `[batch, ...features]` in, all features together as many as the weights' inputs; `[batch, outputs]` out.
 * The weights go to the device once, at the first step, and are freed on complete, error or unsubscribe.
 *
 * Takes a `Linear`, or `{ weight, bias }`. Throws as `Linear` does; an input of another size goes down the error
 * channel: `linear: input has 100 features, the weights take 784`.
 * Source: `torch.nn.Linear` (https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html).
 *
 * @example
 * spikes([[1, 0, 1]]).pipe(linear(Linear.init(3, 2, { seed: 1 })));
 */
export function linear(weights: Linear | LinearWeights): LayerOperator {
  const dense = weightsOf('linear', weights);
  const { inputs, outputs } = dense;
  const outputShape = (shape: Shape): Shape => {
    const { batch, features } = layoutOf(shape);
    if (features === inputs) return [batch, outputs];
    throw new RangeError(`linear: input has ${features} features, the weights take ${inputs}`);
  };
  return layer({
    name: 'linear',
    options: { weight: weights.weight, bias: weights.bias },
    ...sizesOf([dense]),
    outputShape,
    start({ device, shape, block }) {
      const [batch] = outputShape(shape);
      const operation = device.dense(dense, batch!, block);
      return {
        next: (input) => ({ cur: operation.run([input])[0]! }),
        free: () => operation.free(),
      };
    },
  });
}

/** A `Linear`, or `{ weight, bias }`, as a device takes them; `operator` signs the errors. */
export function weightsOf(operator: string, weights: Linear | LinearWeights): DenseWeights {
  if (typeof weights !== 'object' || weights === null || !('weight' in weights)) {
    throw new TypeError(`${operator}: takes a Linear or { weight, bias }`);
  }
  const { weight, bias } = weights instanceof Linear ? weights : connection(operator, weights, FORM);
  const [outputs, inputs] = weight.shape as readonly [number, number];
  return { inputs, outputs, weight: weight.data, bias: bias?.data };
}

/** How much a layer with these connections holds and computes. */
export function sizesOf(connections: readonly DenseWeights[]) {
  const sum = (size: (weights: DenseWeights) => number) =>
    connections.reduce((all, weights) => all + size(weights), 0);
  const synapses = sum(({ weight }) => weight.length);
  return { parameters: synapses + sum(({ bias }) => bias?.length ?? 0), synapses: () => synapses };
}
