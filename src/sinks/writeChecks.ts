/** Throws a `TypeError` unless `path` names something. */
export function checkPath(operator: string, path: unknown): void {
  if (typeof path === 'string' && path !== '' && !path.includes('\0')) return;
  throw new TypeError(`${operator}: path must be a non-empty string, got ${show(path)}`);
}

/** Throws unless the option is a number from `least` to `most`. */
export function checkNumber(
  operator: string,
  name: string,
  value: unknown,
  least: number,
  most: number,
): void {
  const rule = `${operator}: ${name} must be a number from ${least} to ${most}, got ${show(value)}`;
  if (typeof value !== 'number') throw new TypeError(rule);
  if (!(value >= least && value <= most)) throw new RangeError(rule);
}

/** Throws unless the option is a whole number from `least` to `most`. */
export function checkWhole(
  operator: string,
  name: string,
  value: unknown,
  least: number,
  most: number,
): void {
  const rule = `${operator}: ${name} must be a whole number from ${least} to ${most}, got ${show(value)}`;
  if (typeof value !== 'number') throw new TypeError(rule);
  if (!(Number.isInteger(value) && value >= least && value <= most)) throw new RangeError(rule);
}

/** An error of the outside world with the operator and the path in front: `png: cannot write x.png: EACCES...`. */
export function cannotWrite(operator: string, path: string, cause: unknown): Error {
  const { message, code } = cause as { message?: string; code?: string };
  // Node's own messages end in the call and the temporary name: "EACCES: permission denied, open 'x.png.123'"
  const why = code && message ? message.split(', ')[0] : (message ?? String(cause));
  return new Error(`${operator}: cannot write ${path}: ${why}`, { cause });
}

export function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? `[${value}]` : String(value);
}
