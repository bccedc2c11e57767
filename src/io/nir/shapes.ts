import { describeShape, type Shape, sizeOf } from '../../shape.js';
import { perNeuron } from './fields.js';
import type {
  NirAvgPool2d,
  NirConv1d,
  NirConv2d,
  NirFlatten,
  NirGraph,
  NirLeaf,
  NirNode,
  NirSumPool2d,
} from './nodes.js';

/** The shape of one sample that a node takes, where its own parameters say so. */
export function inputShape(node: NirNode): Shape | undefined {
  switch (node.type) {
    case 'NIRGraph':
      return markers(node, 'Input').length === 1 ? markers(node, 'Input')[0]!.shape : undefined;
    case 'Input':
    case 'Output':
      return node.shape;
    case 'Affine':
    case 'Linear':
      return [...node.weight.shape.slice(0, -2), ...node.weight.shape.slice(-1)];
    case 'Conv1d':
      return node.inputShape === undefined ? undefined : [channels(node), node.inputShape];
    case 'Conv2d':
      return node.inputShape === undefined ? undefined : [channels(node), ...node.inputShape];
    case 'SumPool2d':
    case 'AvgPool2d':
      return undefined;
    case 'Flatten':
      return node.inputType;
    default:
      return layerShape(node);
  }
}

/**
 * The shape of one sample that a node puts out for inputs of one shape, or, for `undefined`, what can be said without.
 * Throws an `Error` that begins with the rule where such an input is impossible.
 */
export function outputShape(node: NirNode, input: Shape | undefined): Shape | undefined {
  switch (node.type) {
    case 'NIRGraph':
      return markers(node, 'Output').length === 1 ? markers(node, 'Output')[0]!.shape : undefined;
    case 'Affine':
    case 'Linear':
      return node.weight.shape.slice(0, -1);
    case 'Conv1d':
    case 'Conv2d':
      return input && convolved(node, input);
    case 'SumPool2d':
    case 'AvgPool2d':
      return input && pooled(node, input);
    case 'Flatten':
      return input && flattened(node, input);
    default:
      return inputShape(node) ?? input;
  }
}

/** The shape of a layer of neurons, if one of its parameters has more than one number. */
function layerShape(node: NirLeaf): Shape | undefined {
  return perNeuron(node).find(([, { shape }]) => sizeOf(shape) > 1)?.[1].shape;
}

export function markers(graph: NirGraph, type: 'Input' | 'Output') {
  return Object.values(graph.nodes).flatMap((node) => (node.type === type ? [node] : []));
}

/** The `weight.shape[1]` are the channels of one group. */
function channels({ weight, groups }: NirConv1d | NirConv2d): number {
  return (weight.shape[1] ?? 0) * groups;
}

function convolved(node: NirConv1d | NirConv2d, input: Shape): Shape {
  const { weight, padding } = node;
  const axes = node.type === 'Conv1d' ? 1 : 2;
  if (weight.shape.length !== axes + 2) {
    throw new Error(`weight must have ${axes + 2} dimensions, got ${describeShape(weight.shape)}`);
  }
  if (input.length !== axes + 1 || input[0] !== channels(node)) {
    throw new Error(
      `the weights take ${channels(node)} channels and ${axes} axes, got ${describeShape(input)}`,
    );
  }
  const each = (value: number | readonly number[], axis: number) =>
    typeof value === 'number' ? value : value[axis]!;
  const sizes = input.slice(1).map((n, axis) => {
    const [stride, dilation] = [each(node.stride, axis), each(node.dilation, axis)];
    if (padding === 'same') return n;
    const zeros = padding === 'valid' ? 0 : each(padding, axis);
    return windows(n + 2 * zeros, dilation * (weight.shape[axis + 2]! - 1) + 1, stride, input);
  });
  return [weight.shape[0]!, ...sizes];
}

function pooled({ kernelSize, stride, padding }: NirSumPool2d | NirAvgPool2d, input: Shape): Shape {
  if (input.length !== 3) throw new Error(`it takes [channels, rows, columns], got ${describeShape(input)}`);
  const sizes = kernelSize.map((kernel, axis) =>
    windows(input[axis + 1]! + 2 * padding[axis]!, kernel, stride[axis]!, input),
  );
  return [input[0]!, ...sizes];
}

function windows(room: number, span: number, stride: number, input: Shape): number {
  if (stride < 1) throw new Error(`stride must be at least 1, got ${stride}`);
  if (span < 1 || span > room)
    throw new Error(`a window spans ${span}, the input has shape ${describeShape(input)}`);
  return Math.floor((room - span) / stride) + 1;
}

function flattened({ startDim, endDim }: NirFlatten, input: Shape): Shape {
  const at = (dim: number) => (dim < 0 ? input.length + dim : dim);
  const [start, end] = [at(startDim), at(endDim)];
  if (start < 0 || end >= input.length || start > end) {
    const range = `start_dim ${startDim} and end_dim ${endDim}`;
    throw new Error(`${range} must be dimensions of the input ${describeShape(input)}`);
  }
  return [...input.slice(0, start), sizeOf(input.slice(start, end + 1)), ...input.slice(end + 1)];
}
