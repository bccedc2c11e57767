import { compileKernels, type Engine } from './engine.js';
import { windowBinary } from './windowBinary.js';

/** What assembly/windows/index.ts exports; arguments are addresses, but for counts. */
export interface WindowKernels {
  conv(
    x: number,
    rows: number,
    geometry: number,
    weights: number,
    bias: number,
    cur: number,
    work: number,
  ): void;
  pool(x: number, planes: number, pooling: number, cur: number, work: number): void;
}

/** Compiled once, so that all layers share what was optimised while it ran. */
let compiled: WebAssembly.Module | undefined;

/** The kernels of convolutions and pooling in an engine's memory; networks without them do not pay for them. */
export function windowKernels(engine: Engine): WindowKernels {
  compiled ??= compileKernels(windowBinary);
  const imports = () => ({ other: { compact: engine.kernels.compact as () => number } });
  return engine.exportsOf(compiled, imports) as unknown as WindowKernels;
}
