/** Throws unless `value` is one of the allowed names; the message lists them. */
export function oneOf<T extends string>(
  operator: string,
  option: string,
  allowed: readonly T[],
  value: T,
): T {
  if (allowed.includes(value)) return value;
  const names = allowed.map((name) => `'${name}'`).join(', ');
  throw new TypeError(`${operator}: ${option} must be one of ${names}, got ${show(value)}`);
}

/** Throws unless `value` is a finite number, at least `min` and at most `max`. */
export function number(
  operator: string,
  option: string,
  value: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = {},
): number {
  if (typeof value !== 'number')
    throw new TypeError(`${operator}: ${option} must be a number, got ${show(value)}`);
  if (!Number.isFinite(value) || value < min || value > max) {
    throw new RangeError(`${operator}: ${option} must be ${range(min, max)}, got ${value}`);
  }
  return value;
}

/** Throws unless `value` is a whole number, at least `min`; `Infinity` passes where `endless`. */
export function whole(
  operator: string,
  option: string,
  value: number,
  { min = 0, endless = false } = {},
): number {
  if ((Number.isSafeInteger(value) && value >= min) || (endless && value === Number.POSITIVE_INFINITY))
    return value;
  const rule = `a whole number, at least ${min}${endless ? ', or Infinity' : ''}`;
  const kind = typeof value === 'number' ? RangeError : TypeError;
  throw new kind(`${operator}: ${option} must be ${rule}, got ${show(value)}`);
}

/** How an error message prints a value. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `an object ${value.constructor?.name ?? ''}`.trim();
  return String(value);
}

function range(min: number, max: number): string {
  const bounds = [
    min > Number.NEGATIVE_INFINITY && `at least ${min}`,
    max < Number.POSITIVE_INFINITY && `at most ${max}`,
  ];
  return ['finite', ...bounds.filter(Boolean)].join(', ');
}
