import { SIDE } from './input.js';

/** An input as images: channels, each of rows and columns. */
export interface Frame {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Smallest vector that is taken for a square image, as in a network that was given images in one row. */
const SMALLEST = 64;

/** An input of a shape as images; `undefined` where it is a plain vector. */
export function frameOf(shape: readonly number[]): Frame | undefined {
  const [height, width] = shape.slice(-2) as [number, number];
  if (shape.length > 1) {
    const channels = shape.slice(0, -2).reduce((a, b) => a * b, 1);
    return { channels, height, width };
  }
  const side = Math.sqrt(shape[0]!);
  return Number.isInteger(side) && shape[0]! >= SMALLEST
    ? { channels: 1, height: side, width: side }
    : undefined;
}

/**
 * An image of `SIDE` times `SIDE` pixels as the input of a network: as large as fits, in the middle, in every channel.
 * A network that takes a vector gets `profile` of it, stretched. What has the network's size already stays as it is.
 */
export function toShape(
  image: Float32Array,
  shape: readonly number[],
  profile: (image: Float32Array) => Float32Array = meanOfColumns,
): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  if (image.length === size) return image;
  const frame = frameOf(shape);
  if (!frame) return stretched(profile(image), size);
  const { channels, height, width } = frame;
  const side = Math.min(height, width);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const small = resampled(image, side);
  const fitted = new Float32Array(size);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < side; y++) {
      const row = small.subarray(y * side, (y + 1) * side);
      fitted.set(row, (channel * height + top + y) * width + left);
    }
  }
  return fitted;
}

/** What all channels of an input show, pixel by pixel the brightest. */
export function flat(image: Float32Array, { channels, height, width }: Frame): Float32Array {
  const size = height * width;
  return Float32Array.from({ length: size }, (_, i) => {
    let most = 0;
    for (let channel = 0; channel < channels; channel++)
      most = Math.max(most, image[channel * size + i] ?? 0);
    return most;
  });
}

function meanOfColumns(image: Float32Array): Float32Array {
  return Float32Array.from({ length: SIDE }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < SIDE; y++) sum += image[y * SIDE + x]!;
    return sum / SIDE;
  });
}

/** A square image with another side: rows first, then columns. */
function resampled(image: Float32Array, side: number): Float32Array {
  const wide = new Float32Array(SIDE * side);
  for (let y = 0; y < SIDE; y++)
    wide.set(stretched(image.subarray(y * SIDE, (y + 1) * SIDE), side), y * side);
  const all = new Float32Array(side * side);
  for (let x = 0; x < side; x++) {
    const column = Float32Array.from({ length: SIDE }, (_, y) => wide[y * side + x]!);
    for (const [y, value] of stretched(column, side).entries()) all[y * side + x] = value;
  }
  return all;
}

/** So many numbers in place of others: each the mean of what it covers. */
function stretched(values: Float32Array, length: number): Float32Array {
  const covers = values.length / length;
  return Float32Array.from({ length }, (_, i) => {
    const [from, to] = [i * covers, (i + 1) * covers];
    let sum = 0;
    for (let at = Math.floor(from); at < Math.min(to, values.length); at++) {
      sum += values[at]! * (Math.min(to, at + 1) - Math.max(from, at));
    }
    return sum / covers;
  });
}
