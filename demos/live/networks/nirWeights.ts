import type { NirNode, Shape } from 'rxsnn';
import type { Convolution, Incoming } from '../model/network.js';

type Convolving = Extract<NirNode, { readonly type: 'Conv1d' | 'Conv2d' }>;

/** The weights of a dense or convolutional node whose input has this shape; none of others. */
export function weightsOf(node: NirNode | undefined, input: Shape): Incoming | undefined {
  switch (node?.type) {
    case 'Affine':
    case 'Linear':
      return { weight: node.weight.data, input };
    case 'Conv1d':
    case 'Conv2d':
      return { weight: node.weight.data, input: rows(input), convolution: convolutionOf(node) };
    default:
      return undefined;
  }
}

/** A convolution over time or space in one dimension is one of a single row. */
function rows(input: Shape): Shape {
  return input.length === 2 ? [input[0]!, 1, input[1]!] : input;
}

function convolutionOf(node: Convolving): Convolution {
  const [columns, rows = 1] = node.weight.shape.slice(2).reverse();
  const kernel = [rows, columns!] as const;
  const dilation = pair(node.dilation, 1);
  const { padding } = node;
  return {
    kernel,
    dilation,
    stride: pair(node.stride, 1),
    // 'same' puts the smaller half before
    padding:
      padding === 'same'
        ? ([0, 1].map((i) => Math.floor((dilation[i]! * (kernel[i]! - 1)) / 2)) as [number, number])
        : padding === 'valid'
          ? [0, 0]
          : pair(padding, 0),
    groups: node.groups,
  };
}

/** One number is that of the columns of a single row. */
function pair(value: number | readonly [number, number], ofRow: number): readonly [number, number] {
  return typeof value === 'number' ? [ofRow, value] : value;
}
