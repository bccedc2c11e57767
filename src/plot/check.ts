import { number, show, whole } from '../check.js';

/** The names of the options that every plot has. */
export const FRAME = ['title', 'dt', 'width', 'height'] as const;

/** A whole number above 0. */
export function wholeNumber(name: string, value: number): void {
  whole(name, value, { min: 1 });
}

/** A number above 0, or not given. */
export function positive(name: string, value: number | undefined): void {
  if (value !== undefined) number(name, value, { above: 0 });
}

/** A finite number, or not given. */
export function finite(name: string, value: number | undefined): void {
  if (value !== undefined) number(name, value);
}

/** Something with a length and numbers at its indices. */
export function numbers(name: string, value: ArrayLike<number>): void {
  if (typeof value !== 'object' || value === null || typeof value.length !== 'number')
    throw new TypeError(`${name} must be an array of numbers, got ${show(value)}`);
}

/** An array with one panel at least. */
export function checkPanels(operator: string, panels: readonly unknown[]): void {
  if (!Array.isArray(panels))
    throw new TypeError(`${operator}: panels must be an array, got ${show(panels)}`);
  if (panels.length === 0) throw new RangeError(`${operator}: panels must hold one panel at least, got 0`);
}

/** A frame of whole pixels that has room for a plot. */
export function frameSize(
  operator: string,
  { width, height }: { width: number; height: number },
  least: { width: number; height: number },
): void {
  for (const side of ['width', 'height'] as const) {
    const value = side === 'width' ? width : height;
    wholeNumber(`${operator}: ${side}`, value);
    if (value < least[side])
      throw new RangeError(`${operator}: ${side} must be at least ${least[side]} pixels, got ${value}`);
  }
}
