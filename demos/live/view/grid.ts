/** A picture of numbers: row by row, NaN where there is none. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/**
 * Numbers of a shape as a picture about as high as wide: an image as it is, channels side by side with a line between
 * them, a vector in rows of equal length.
 */
export function pictureOf(values: Float32Array, shape: readonly number[]): Picture {
  const [rows, columns] = shape.length > 1 ? (shape.slice(-2) as [number, number]) : sides(values.length);
  const channels = Math.max(1, Math.ceil(values.length / (rows * columns)));
  const across = Math.min(channels, Math.max(1, Math.round(Math.sqrt((channels * rows) / columns))));
  const down = Math.ceil(channels / across);
  const [width, height] = [across * (columns + 1) - 1, down * (rows + 1) - 1];
  const picture = new Float32Array(width * height).fill(Number.NaN);
  for (let i = 0; i < values.length; i++) {
    const [channel, at] = [Math.floor(i / (rows * columns)), i % (rows * columns)];
    const x = (channel % across) * (columns + 1) + (at % columns);
    const y = Math.floor(channel / across) * (rows + 1) + Math.floor(at / columns);
    picture[y * width + x] = values[i]!;
  }
  return { width, height, values: picture };
}

/** Rows and columns of a vector: as a square where it can be one. */
function sides(length: number): [number, number] {
  const columns = Math.ceil(Math.sqrt(length));
  return [Math.ceil(length / columns), columns];
}
