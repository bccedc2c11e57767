import { numbersOf } from '../../blockInput.js';
import type { BlockOperation } from '../../lazy.js';
import { HostMemory, type Memory } from '../../memory.js';
import { type Convolution, cellsOf, inputsOf, laneGroup } from '../../windows.js';
import type { GpuDevice } from '../device.js';
import type { Kernel } from '../kernel.js';
import type { Lanes } from '../lanes.js';
import { everyConvSource, listedConvSource } from './laneSource.js';
import { listNumbers, listSizes, windowLists } from './windowLists.js';

/** Samples are launched together as long as their lists have fewer numbers than this. */
const manyNumbers = 2 ** 20;

/** Larger places are not exact in float32, which lists consist of. */
const mostPlaces = 2 ** 24;

/**
 * A convolution in WebAssembly. The host lists the inputs of each window that fired, and the kernel adds their weights
 * up; where many did, another kernel looks at all.
 */
export function listedConv(
  device: GpuDevice,
  convolution: Convolution,
  lanes: Lanes,
  batch: number,
): BlockOperation {
  const { groups, outputs } = convolution;
  const [inputs, cells, width] = [inputsOf(convolution), cellsOf(convolution), laneGroup(convolution)];
  const many = Math.floor(manyNumbers / listNumbers(listSizes(convolution, 1)));
  const samples = Math.max(1, Math.min(batch, many));
  const sizes = listSizes(convolution, samples);
  const fits = Math.max(lanes.weight.length, listNumbers(sizes)) <= mostPlaces;
  const listsOf = fits ? windowLists(convolution, sizes, groups * width) : () => undefined;
  const kernels = new Map<string, Kernel>();
  const all = new Float32Array(samples * inputs);

  const kernelOf = (source: string): Kernel => {
    const threads = [width, groups * cells, samples] as const;
    const kernel = kernels.get(source) ?? device.compile({ source, constants: lanes, threads });
    kernels.set(source, kernel);
    return kernel;
  };
  const sources = { listed: listedConvSource(convolution, sizes), all: everyConvSource(convolution) };

  const launch = (x: Float32Array): Memory => {
    const numbers = listsOf(x);
    if (numbers) return kernelOf(sources.listed).launch([{ numbers }], [1, numbers.length]);
    all.set(x);
    return kernelOf(sources.all).launch([{ numbers: all }], [1, all.length]);
  };

  return {
    run(steps, [input]) {
      const x = numbersOf(input!, batch * inputs, steps);
      const cur = new Float32Array(steps * batch * outputs * cells);
      for (let sample = 0; sample < steps * batch; sample += samples) {
        const memory = launch(x.subarray(sample * inputs, (sample + samples) * inputs));
        const result = memory.read(0, samples * groups * cells * width) as Float32Array;
        untangle(convolution, result, cur.subarray(sample * outputs * cells));
      }
      return new HostMemory(cur);
    },
    free() {
      for (const kernel of kernels.values()) kernel.destroy();
      device.freed();
    },
  };
}

/** From [samples, groups, cells, lanes] to the order of the tensor, as many samples as `cur` has room for. */
function untangle(convolution: Convolution, result: Float32Array, cur: Float32Array): void {
  const { outputs, groups } = convolution;
  const [own, width, cells] = [outputs / groups, laneGroup(convolution), cellsOf(convolution)];
  const parts = Math.min(result.length / (cells * width), cur.length / (cells * own));
  for (let part = 0, to = 0; part < parts; part++) {
    for (let o = 0; o < own; o++) {
      let from = part * cells * width + o;
      for (const end = to + cells; to < end; to++, from += width) cur[to] = result[from]!;
    }
  }
}
