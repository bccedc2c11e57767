import { show, whole } from '../check.js';
import type { Axis } from '../devices/windows.js';
import { describeShape, type Shape } from '../shape.js';

/** Zeros around the input, or where they go by themselves. */
export type Padding<Sizes> = Sizes | 'same' | 'valid';

/** A number for each axis; a single one holds for all. */
export function sizes(what: string, value: number | Shape, axes: number, min: number): Shape {
  const all = typeof value === 'number' ? new Array<number>(axes).fill(value) : value;
  if (!Array.isArray(all) || all.length !== axes) {
    const rule = axes === 1 ? 'a number' : `a number or [${AXES}]`;
    throw new TypeError(`${what} must be ${rule}, got ${show(value)}`);
  }
  for (const size of all) whole(what, size, { min });
  return all;
}

/** Windows along an axis whose inputs are not known yet. */
export interface Reach {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** The axis of so many inputs, with a window wherever one fits. */
export function axisOf({ after, ...reach }: Reach, inputs: number): Axis {
  const { kernel, stride, dilation, before } = reach;
  const room = before + inputs + after - dilation * (kernel - 1) - 1;
  return { ...reach, inputs, outputs: Math.floor(room / stride) + 1 };
}

/** The axes of a layer with `channels` channels, the last of a step's; one axis gets a single row. */
export function axesOf(name: string, reaches: readonly Reach[], shape: Shape) {
  const features = shape.slice(1);
  const form = reaches.length === 1 ? '[channels, n]' : '[channels, rows, columns]';
  if (features.length !== reaches.length + 1) {
    throw new RangeError(`${name}: input has shape ${describeShape(features)}, must be ${form}`);
  }
  const [channels, ...inputs] = features;
  const axes = reaches.map((reach, i) => axisOf(reach, inputs[i]!));
  for (const [i, { outputs }] of axes.entries()) {
    const { kernel, dilation } = reaches[i]!;
    if (outputs >= 1) continue;
    const span = dilation * (kernel - 1) + 1;
    const axis = `${inputs[i]} ${AXES.at(i - reaches.length)}`;
    throw new RangeError(
      `${name}: input has shape ${describeShape(features)}, a window spans ${span} of its ${axis}`,
    );
  }
  const [rows, columns] = axes.length === 1 ? [SINGLE, axes[0]!] : [axes[0]!, axes[1]!];
  return { channels: channels!, rows, columns, cells: axes.map(({ outputs }) => outputs) };
}

const AXES = ['rows', 'columns'];
const SINGLE: Axis = { inputs: 1, outputs: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };
