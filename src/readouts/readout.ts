import { defer, map, throwIfEmpty } from 'rxjs';
import { whole } from '../check.js';
import { labelsOf } from '../coding/labels.js';
import { optionsOf } from '../options.js';
import { layoutOf } from '../shape.js';
import { layerNames, signalOf } from '../sinks/layers.js';
import { type Sink, sink } from '../sinks/sink.js';
import { watch } from '../sinks/watch.js';
import { layerOf } from '../step.js';
import { HostTensor, type Tensor, type TensorLike } from '../tensor.js';

export interface ReadoutOptions {
  /** Name of the probe whose spikes are read. Default: the last layer. */
  readonly layer?: string;
  /**
   * Classes of a population code: the outputs are so many groups of equal size, one after the other. Default: each
   * output is a class.
   */
  readonly numClasses?: number;
}

/** The answer that the spikes give so far. */
export interface Answer {
  /** The step after which it holds. */
  readonly t: number;
  /** The class of each sample, [batch]. */
  readonly classes: Tensor;
}

/** An answer beside the right one. */
export interface Graded {
  /** Share of the samples whose class is right, from 0 to 1. */
  readonly accuracy: number;
}

/** Sizes of what is decoded. */
export interface Outputs {
  readonly batch: number;
  readonly outputs: number;
  /** As many as outputs, or groups of them. */
  readonly classes: number;
}

/** What one more step of spikes says; `count` is the number of steps before it. */
export type Decode<Evidence> = (spk: Float32Array, count: number) => Evidence & Pick<Answer, 'classes'>;

/** A sink that emits the answer after each step; `start` makes the state of one subscription. */
export function readout<Evidence>(
  operator: string,
  options: ReadoutOptions,
  start: (outputs: Outputs) => Decode<Evidence>,
): Sink<Answer & Evidence> {
  const { layer, numClasses } = optionsOf(operator, options, ['layer', 'numClasses']);
  const [name] = layerNames(operator, layer);
  if (numClasses !== undefined) whole(`${operator}: numClasses`, numClasses, { min: 1 });
  return sink((source) =>
    defer(() => {
      let decode: Decode<Evidence> | undefined;
      let count = 0;
      return source.pipe(
        watch((step) => [signalOf(layerOf(step, name, operator), 'spk', name, operator)], operator),
        map(({ step, signals: [spk] }) => {
          const { batch, features: outputs } = layoutOf(spk!.shape);
          decode ??= start({ batch, outputs, classes: classesOf(operator, outputs, numClasses) });
          const answer = decode(spk!.data, count);
          count += 1;
          return { t: step.t, ...answer };
        }),
        throwIfEmpty(() => new RangeError(`${operator}: the stream ended without a step`)),
      );
    }),
  );
}

/** The same answers with their accuracy: how many of the classes are the targets, one a sample. */
export function graded<Evidence>(
  operator: string,
  targets: TensorLike,
  options: ReadoutOptions,
  start: (outputs: Outputs) => Decode<Evidence>,
): Sink<Answer & Evidence & Graded> {
  const labels = labelsOf(operator, targets);
  return readout(operator, options, (outputs) => {
    if (labels.length !== outputs.batch) {
      throw new RangeError(
        `${operator}: targets has ${labels.length} classes, the batch ${outputs.batch} samples`,
      );
    }
    const decode = start(outputs);
    return (spk, count) => {
      const answer = decode(spk, count);
      const right = answer.classes.data.filter((label, sample) => label === labels[sample]);
      return { ...answer, accuracy: right.length / labels.length };
    };
  });
}

/** The first class of each sample that beats all others. */
export function winners(
  scores: ArrayLike<number>,
  { batch, classes }: Outputs,
  beats: (a: number, b: number) => boolean,
): Tensor {
  const best = Float32Array.from({ length: batch }, (_, sample) => {
    let winner = 0;
    const score = (label: number) => scores[sample * classes + label]!;
    for (let label = 1; label < classes; label++) if (beats(score(label), score(winner))) winner = label;
    return winner;
  });
  return new HostTensor([batch], best);
}

function classesOf(operator: string, outputs: number, numClasses = outputs): number {
  if (outputs % numClasses === 0) return numClasses;
  throw new RangeError(
    `${operator}: the layer has ${outputs} outputs, no multiple of numClasses = ${numClasses}`,
  );
}
