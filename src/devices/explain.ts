import { devices } from './registry.js';
import { DEVICES } from './table.js';

/**
 * Says in words on which device layers run when nobody chose one, and why not on the others.
 *
 * @example
 * console.log(explain());
 * // Layers run on events, the fastest on a processor: it touches only the weights of inputs that fired.
 * //   headlessgl  needs the npm package gl, built, and an X display
 * //   ...
 */
export function explain(): string {
  const reports = devices();
  const chosen = reports.find((report) => report.default);
  const merit = (chosen && DEVICES[chosen.name].merit) ?? 'which works on a graphics card';
  const first = chosen ? `Layers run on ${chosen.name}, ${merit}.` : 'Layers run on none of these unasked.';
  const others = reports.filter((report) => report !== chosen);
  const width = Math.max(...others.map(({ name }) => name.length));
  const lines = others.map(
    ({ name, note }) => `  ${name.padEnd(width)}  ${note || DEVICES[name].merit || 'works'}`,
  );
  return [first, ...lines].join('\n');
}
