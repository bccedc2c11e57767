/**
 * What a compiled neuron imports as `math`: the functions of `Math`, themselves, and `remainder`, the operator `%`.
 * `Math.random` is not among them, since a run must be the same on every device, nor `Math.sumPrecise`, which takes
 * no numbers.
 *
 * @example
 * new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory }, math: mathImports() });
 */
export function mathImports(): Record<string, (...args: number[]) => number> {
  const names = Object.getOwnPropertyNames(Math).filter(isMathFunction);
  const functions = Object.fromEntries(names.map((name) => [name, member(name) as () => number]));
  return { ...functions, remainder: (a = Number.NaN, b = Number.NaN) => a % b };
}

export function isMathFunction(name: string): boolean {
  return typeof member(name) === 'function' && name !== 'random' && name !== 'sumPrecise';
}

/** `Math.PI` and its like; undefined for any other name. */
export function mathConstant(name: string): number | undefined {
  const value = member(name);
  return typeof value === 'number' ? value : undefined;
}

function member(name: string): unknown {
  return Object.hasOwn(Math, name) ? (Math as unknown as Record<string, unknown>)[name] : undefined;
}
