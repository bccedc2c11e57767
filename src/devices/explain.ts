import { type DeviceReport, devices } from './registry.js';

/** Why each device is where it is in the order, when it works. */
const MERITS: Readonly<Partial<Record<DeviceReport['name'], string>>> = {
  events: 'the fastest on a processor: it touches only the weights of inputs that fired',
  webasm: 'GPU.js on the processor, with SIMD',
  cpu: 'GPU.js in plain JavaScript',
};

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
  const merit = (chosen && MERITS[chosen.name]) ?? 'which works on a graphics card';
  const others = reports.filter((report) => report !== chosen);
  const width = Math.max(...others.map(({ name }) => name.length));
  const lines = others.map(({ name, note }) => `  ${name.padEnd(width)}  ${note || MERITS[name] || 'works'}`);
  return [`Layers run on ${chosen?.name}, ${merit}.`, ...lines].join('\n');
}
