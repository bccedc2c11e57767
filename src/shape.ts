/** Row-major sizes of a tensor, outermost first. */
export type Shape = readonly number[];

/** How many numbers a shape holds. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[1, 784]`, as error messages print it. */
export function describeShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a === b || (a.length === b.length && a.every((size, i) => size === b[i]));
}

/** Throws unless step `count` of a stream has the shape of its first one. */
export function checkShape(operator: string, count: number, shape: Shape, first: Shape): void {
  if (sameShape(shape, first)) return;
  const sizes = `${describeShape(shape)}, the stream began with ${describeShape(first)}`;
  throw new RangeError(`${operator}: step ${count} has shape ${sizes}`);
}

/** The shape of one step for values without a batch: a number is one neuron, a vector one sample. */
export function batched(shape: Shape): Shape {
  if (shape.length === 0) return [1, 1];
  return shape.length === 1 ? [1, ...shape] : shape;
}

/** Batch and features of a step's shape, all feature dimensions in one. */
export function layoutOf(shape: Shape): Layout {
  return { batch: shape[0] ?? 1, features: sizeOf(shape.slice(1)) };
}

/** The size of one layer's signal: `batch` samples of `features` neurons. */
export interface Layout {
  readonly batch: number;
  readonly features: number;
}
