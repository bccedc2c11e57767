/** The rules that the plots' options share. Each names the operator, the rule and the value that broke it. */
export function wholeNumber(name: string, value: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, got ${String(value)}`);
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} must be a positive whole number, got ${value}`);
}

/** A number above 0, or not given. */
export function positive(name: string, value: number | undefined): void {
  if (value === undefined) return;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, got ${String(value)}`);
  if (!(value > 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`${name} must be above 0, got ${value}`);
}

/** A finite number, or not given. */
export function finite(name: string, value: number | undefined): void {
  if (value === undefined) return;
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, got ${String(value)}`);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, got ${value}`);
}

/** Something with a length and numbers at its indices. */
export function numbers(name: string, value: ArrayLike<number>): void {
  if (typeof value !== 'object' || value === null || typeof value.length !== 'number')
    throw new TypeError(`${name} must be an array of numbers, got ${String(value)}`);
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
