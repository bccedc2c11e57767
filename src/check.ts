// The rules that options share. `what` names the operator and the option, as in 'leaky: beta'.

/** Throws unless `value` is one of the allowed names; the message lists them. */
export function oneOf<T extends string>(what: string, allowed: readonly T[], value: T): T {
  if (allowed.includes(value)) return value;
  throw new TypeError(`${what} must be one of ${listed(allowed)}, got ${show(value)}`);
}

export interface Bounds {
  /** The least that is allowed. */
  readonly min?: number;
  /** The most that is allowed. */
  readonly max?: number;
  /** What the value must exceed. */
  readonly above?: number;
  /** What the value must stay below. */
  readonly below?: number;
}

/** Throws unless `value` is a finite number within the bounds. */
export function number(what: string, value: number, bounds: Bounds = {}): number {
  if (Number.isFinite(value) && within(value, bounds)) return value;
  const isNumber = typeof value === 'number';
  const rule = bounded('a number', bounds) ?? (isNumber ? 'finite' : 'a number');
  throw new (isNumber ? RangeError : TypeError)(`${what} must be ${rule}, got ${show(value)}`);
}

/** Throws unless `value` is a whole number within the bounds, of at least 0; `Infinity` passes where `endless`. */
export function whole(
  what: string,
  value: number,
  bounds: Bounds & { readonly endless?: boolean } = {},
): number {
  const { min = 0, endless = false } = bounds;
  if (Number.isSafeInteger(value) && within(value, { ...bounds, min })) return value;
  if (endless && value === Number.POSITIVE_INFINITY) return value;
  const rule = `${bounded('a whole number', { ...bounds, min })}${endless ? ', or Infinity' : ''}`;
  const kind = typeof value === 'number' ? RangeError : TypeError;
  throw new kind(`${what} must be ${rule}, got ${show(value)}`);
}

/** How an error message prints names: `'spk', 'mem'`. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** How an error message prints a value. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return value.length < 5 ? `[${value}]` : `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object ${value.constructor?.name ?? ''}`.trim();
  return String(value);
}

function within(value: number, { min, max, above, below }: Bounds): boolean {
  return (
    !(min !== undefined && value < min) &&
    !(max !== undefined && value > max) &&
    !(above !== undefined && value <= above) &&
    !(below !== undefined && value >= below)
  );
}

function bounded(kind: string, { min, max, above, below }: Bounds): string | undefined {
  if (above !== undefined) {
    if (max !== undefined) return `above ${above}, at most ${max}`;
    return below === undefined ? `above ${above}` : `above ${above} and below ${below}`;
  }
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind}, at least ${min}`;
  return max === undefined ? undefined : `${kind}, at most ${max}`;
}
