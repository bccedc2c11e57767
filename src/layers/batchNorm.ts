import { number } from '../check.js';
import { optionsOf } from '../options.js';
import { describeShape } from '../shape.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { Conv, type ConvWeights } from './conv.js';
import type { LayerOperator } from './layer.js';
import { Linear, type LinearWeights } from './linear.js';
import { neuronLayer } from './neuron.js';
import { connection, finite } from './weights.js';

/** What `torch.nn.BatchNorm` learned, under torch's names: one number a channel each. */
export interface BatchNormStatistics {
  readonly runningMean: TensorLike;
  readonly runningVar: TensorLike;
  /** Gamma. Default ones. */
  readonly weight?: TensorLike | undefined;
  /** Beta. Default zeros. */
  readonly bias?: TensorLike | undefined;
  /** Added to the variance, above 0. Default 1e-5. */
  readonly eps?: number;
}

/**
 * Batch normalisation outside training: emits, for each step, the currents `cur = a x + b` of each channel, with
 * a = weight / sqrt(runningVar + eps) and b = bias - a runningMean, which are computed in float64 and rounded to float32;
 * then the product and the sum are.
 *
 * Shapes: [batch, channels, ...] in and out; a layer without further dimensions has as many channels as neurons.
 *
 * Throws a `TypeError` or `RangeError` where a number is not finite, the sizes differ or a variance is negative; another
 * number of channels than the layer's goes down the error channel. `foldBatchNorm` puts it into the weights before it.
 * Source: `torch.nn.BatchNorm2d` in evaluation mode
 * (https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html).
 *
 * @example
 * const statistics = { runningMean: [1, 1], runningVar: [4, 4] };
 * current([[1, 2]]).pipe(batchNorm(statistics), map(({ cur }) => [...cur.data])); // [0, 0.5]
 */
export function batchNorm(statistics: BatchNormStatistics): LayerOperator {
  const { gain, shift } = linearOf('batchNorm', statistics);
  return neuronLayer(
    {
      name: 'batchNorm',
      state: [],
      params: { gain: Float32Array.from(gain), shift: Float32Array.from(shift) },
      step: ({ cur, gain, shift }) => ({ cur: gain * cur + shift }),
    },
    {},
  );
}

/**
 * The weights of a connection with the batch normalisation after it folded in: weight' = a weight and
 * bias' = a (bias - runningMean) + beta for each output, computed in float64 and rounded once. The result equals the two
 * layers up to rounding, and costs what one does.
 *
 * Takes a `Linear` or a `Conv` (or their { weight, bias }) and returns a new one. Throws as `batchNorm` does, and where the
 * weights have another number of outputs.
 *
 * @example
 * foldBatchNorm({ weight: [[1, 2]], bias: [0.5] }, { runningMean: [1.5], runningVar: [0.25] }).weight.data; // [2, 4]
 */
export function foldBatchNorm(weights: Linear | LinearWeights, statistics: BatchNormStatistics): Linear;
export function foldBatchNorm(weights: Conv | ConvWeights, statistics: BatchNormStatistics): Conv;
export function foldBatchNorm(
  weights: LinearWeights | ConvWeights,
  statistics: BatchNormStatistics,
): Linear | Conv {
  const form = { text: '[outputs, inputs, ...kernel]', axes: [2, 3, 4] };
  const { weight, bias } = connection('foldBatchNorm', weights ?? {}, form);
  const Kind = weight.shape.length === 2 ? Linear : Conv;
  const outputs = weight.shape[0]!;
  const { gain, shift } = linearOf('foldBatchNorm', statistics);
  if (gain.length !== outputs) {
    throw new RangeError(`foldBatchNorm: got ${gain.length} channels, the weights give ${outputs}`);
  }
  const size = weight.data.length / outputs;
  return new Kind(
    { shape: weight.shape, data: weight.data.map((w, i) => gain[Math.floor(i / size)]! * w) },
    gain.map((a, o) => a * (bias?.data[o] ?? 0) + shift[o]!),
  );
}

/** Normalisation as a x + b, for each channel. */
function linearOf(operator: string, statistics: BatchNormStatistics) {
  const names = ['runningMean', 'runningVar', 'weight', 'bias', 'eps'] as const;
  const { runningMean, runningVar, weight, bias, eps = 1e-5 } = optionsOf(operator, statistics ?? {}, names);
  number(`${operator}: eps`, eps, { above: 0 });
  const mean = perChannel(operator, 'runningMean', runningMean);
  const channels = mean.data.length;
  const variance = perChannel(operator, 'runningVar', runningVar, channels).data;
  for (const value of variance) number(`${operator}: runningVar`, value, { min: 0 });
  const gamma = weight === undefined ? undefined : perChannel(operator, 'weight', weight, channels).data;
  const beta = bias === undefined ? undefined : perChannel(operator, 'bias', bias, channels).data;
  const gain = Array.from(variance, (value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + eps));
  return { gain, shift: gain.map((a, c) => (beta?.[c] ?? 0) - a * mean.data[c]!) };
}

function perChannel(
  operator: string,
  name: string,
  value: TensorLike | undefined,
  channels?: number,
): Tensor {
  if (value === undefined) throw new TypeError(`${operator}: ${name} must be given, one number a channel`);
  const given = finite(`${operator}: ${name}`, value);
  if (given.shape.length !== 1 || given.shape[0] === 0) {
    throw new RangeError(
      `${operator}: ${name} must be one number a channel, got shape ${describeShape(given.shape)}`,
    );
  }
  if (channels !== undefined && given.shape[0] !== channels) {
    throw new RangeError(`${operator}: ${name} has ${given.shape[0]} channels, runningMean has ${channels}`);
  }
  return given;
}
