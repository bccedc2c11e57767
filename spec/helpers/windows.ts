import fc from 'fast-check';

/** A layer of windows as its user describes it; a layer of one axis has a single row. */
export interface WindowCase {
  readonly batch: number;
  readonly channels: number;
  readonly input: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Padding before the first input of each axis, and behind the last. */
  readonly before: Pair;
  readonly after: Pair;
}

export type Pair = readonly [rows: number, columns: number];

export interface ConvCase extends WindowCase {
  readonly outputs: number;
  readonly groups: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

const f = Math.fround;

/** Outputs of each axis, by going along it. */
export function outputsOf({ input, kernel, stride, dilation, before, after }: WindowCase): Pair {
  const count = (axis: 0 | 1) => {
    let windows = 0;
    const end = before[axis] + input[axis] + after[axis];
    for (let at = 0; at + dilation[axis] * (kernel[axis] - 1) < end; at += stride[axis]) windows += 1;
    return windows;
  };
  return [count(0), count(1)];
}

/** The inputs of one window in one channel by row and column, `undefined` where there is padding. */
function windowAt(windows: WindowCase, plane: Float32Array, i: number, j: number): (number | undefined)[] {
  const { input, kernel, stride, dilation, before } = windows;
  const found: (number | undefined)[] = [];
  for (let k = 0; k < kernel[0]; k++) {
    for (let l = 0; l < kernel[1]; l++) {
      const y = i * stride[0] + k * dilation[0] - before[0];
      const x = j * stride[1] + l * dilation[1] - before[1];
      const within = y >= 0 && y < input[0] && x >= 0 && x < input[1];
      found.push(within ? plane[y * input[1] + x]! : undefined);
    }
  }
  return found;
}

/** [batch, channels, ...outputs] numbers, each made of one window. */
function everyWindow(
  windows: WindowCase,
  channels: number,
  make: (sample: number, channel: number, i: number, j: number) => number,
): Float32Array {
  const [height, width] = outputsOf(windows);
  const all: number[] = [];
  for (let sample = 0; sample < windows.batch; sample++)
    for (let channel = 0; channel < channels; channel++)
      for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) all.push(make(sample, channel, i, j));
  return Float32Array.from(all);
}

const planeOf = ({ channels, input }: WindowCase, x: Float32Array, sample: number, channel: number) => {
  const size = input[0] * input[1];
  return x.subarray((sample * channels + channel) * size, (sample * channels + channel + 1) * size);
};

/** PyTorch's cross-correlation in float32: bias, then the inputs that are not zero by channel, row and column. */
export function convolved(c: ConvCase, x: Float32Array): Float32Array {
  const [own, taps] = [c.channels / c.groups, c.kernel[0] * c.kernel[1]];
  return everyWindow(c, c.outputs, (sample, o, i, j) => {
    const group = Math.floor(o / (c.outputs / c.groups));
    let sum = c.bias?.[o] ?? 0;
    for (let channel = 0; channel < own; channel++) {
      const plane = planeOf(c, x, sample, group * own + channel);
      windowAt(c, plane, i, j).forEach((input, tap) => {
        if (input) sum = f(sum + f(input * c.weight[(o * own + channel) * taps + tap]!));
      });
    }
    return sum;
  });
}

/** The sum, the mean or the largest of each window. */
export function pooled(c: WindowCase, kind: 'sum' | 'average' | 'max', x: Float32Array): Float32Array {
  return everyWindow(c, c.channels, (sample, channel, i, j) => {
    const window = windowAt(c, planeOf(c, x, sample, channel), i, j);
    if (kind === 'max') return Math.max(...window.filter((input) => input !== undefined));
    const sum = window.reduce<number>((all, input) => f(all + (input ?? 0)), 0);
    return kind === 'sum' ? sum : f(sum / window.length);
  });
}

const small = (max: number, min = 1) => fc.integer({ min, max });
const pair = (max: number, min = 1) => fc.tuple(small(max, min), small(max, min));

/** Windows of which at least one fits, with the same padding at either end. */
export const windowCases = fc
  .record({
    batch: small(2),
    channels: small(4),
    input: pair(9),
    kernel: pair(4),
    stride: pair(3),
    dilation: pair(3),
    padding: pair(3, 0),
  })
  .map(({ padding, ...windows }) => ({ ...windows, before: padding, after: padding }))
  .filter((windows) => outputsOf(windows).every((count) => count > 0));

/** Spikes, and other numbers where `graded`; some are negative zeros. */
export function someInputs(size: number, density: number, graded: boolean, random: () => number) {
  return Float32Array.from({ length: size }, () => {
    if (random() >= density) return random() < 0.1 ? -0 : 0;
    return graded && random() < 0.7 ? random() * 4 - 2 : 1;
  });
}

/** A linear congruential generator: thousands of numbers a run would be slow with fast-check. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
