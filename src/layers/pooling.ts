import { optionsOf } from '../options.js';
import { describeShape, type Shape } from '../shape.js';
import { axesOf, sizes } from './axes.js';
import type { LayerOperator } from './layer.js';
import { operationLayer } from './operationLayer.js';

/** Each a whole number for both axes, or [rows, columns]. */
export interface Pool2dOptions {
  /** Inputs from one window to the next, at least 1. Default: the size of a window, so that none overlap. */
  readonly stride?: number | readonly [number, number];
  /** Padding at either end. Default 0. */
  readonly padding?: number | readonly [number, number];
}

/** What the pooling layers share: one number for each window of each channel. */
export function pooling(
  name: string,
  kind: 'sum' | 'average' | 'max',
  kernel: number | readonly [number, number],
  options: Pool2dOptions = {},
): LayerOperator {
  const { stride = kernel, padding = 0 } = optionsOf(name, options, ['stride', 'padding']);
  const taps = sizes(`${name}: kernel`, kernel, 2, 1);
  const strides = sizes(`${name}: stride`, stride, 2, 1);
  const edges = sizes(`${name}: padding`, padding, 2, 0);
  if (kind === 'max' && edges.some((edge, i) => edge > taps[i]! / 2)) {
    throw new RangeError(`${name}: padding must be at most half of the kernel ${of(taps)}, got ${of(edges)}`);
  }
  const reaches = taps.map((count, i) => ({
    kernel: count,
    stride: strides[i]!,
    dilation: 1,
    before: edges[i]!,
    after: edges[i]!,
  }));
  const divisor = kind === 'average' ? taps[0]! * taps[1]! : 1;
  const definition = {
    name,
    options: { kernel: taps, stride: strides, padding: edges },
    makes: kind === 'max' ? 'same' : 'cur',
    outputShape: (shape: Shape) => [...shape.slice(0, 2), ...axesOf(name, reaches, shape).cells],
  } as const;
  return operationLayer(definition, ({ device, shape, block }) => {
    const { cells, ...geometry } = axesOf(name, reaches, shape);
    const features = [geometry.channels, ...cells];
    const windows = { ...geometry, features, kind: kind === 'max' ? kind : 'sum', divisor } as const;
    return device.pool(windows, shape[0]!, block);
  });
}

const of = (sizes: Shape): string => describeShape(sizes);
