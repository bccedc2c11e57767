import { fetchGpu, missingWebGpu, supports } from '#platform';
import type { GpuMode } from '../../platform/platform.js';
import type { DeviceEntry } from '../entry.js';
import { cpu } from './cpu.js';
import { GpuDevice } from './device.js';
import { flawOf, flawOfLate } from './flawOf.js';
import { graphics } from './graphics.js';
import type { Kind } from './kind.js';
import { webasm } from './webasm/webasm.js';
import { webgpu } from './webgpu.js';

/** The modes of gpu.js, which are also the names of the devices. A page fetches gpu.js when the first of them is chosen. */
export const gpuDevices: Readonly<Record<GpuMode, DeviceEntry>> = {
  headlessgl: {
    ...entry('headlessgl', graphics),
    lacks: () =>
      needs('headlessgl', 'the npm package gl, built, and an X display (on a server: xvfb-run -a node ...)'),
    unasked: 'cannot tell a graphics card from software, so never the default',
  },
  webgl2: {
    ...entry('webgl2', graphics),
    lacks: () => needs('webgl2', 'a browser with WebGL 2'),
    flaw: () => flawOf('webgl2'),
  },
  webgl: {
    ...entry('webgl', graphics),
    lacks: () => needs('webgl', 'a browser with WebGL'),
    flaw: () => flawOf('webgl'),
  },
  webgpu: {
    ...entry('webgpu', webgpu),
    lacks: missingWebGpu,
    unasked: 'asynchronous, so never the default',
  },
  webasm: {
    ...entry('webasm', webasm),
    lacks: () => needs('webasm', 'WebAssembly, which this page or runtime does not permit'),
    flaw: flawOfLate,
    merit: 'GPU.js on the processor, with SIMD',
  },
  cpu: {
    ...entry('cpu', cpu),
    lacks: () => needs('cpu', "functions made of text, which the page's policy forbids ('unsafe-eval')"),
    flaw: flawOfLate,
    merit: 'GPU.js in plain JavaScript',
  },
};

function entry(mode: GpuMode, kind: Kind) {
  return { prepare: fetchGpu, open: () => new GpuDevice(mode, kind), onCard: kind.graphics };
}

function needs(mode: Exclude<GpuMode, 'webgpu'>, what: string): string | undefined {
  return supports(mode) ? undefined : `needs ${what}`;
}
