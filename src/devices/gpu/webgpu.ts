import { loadGpu, provideWebGpu } from '#platform';
import { graphics } from './graphics.js';
import type { Kind } from './kind.js';

/** WebGPU, whose results have to be waited for. */
export const webgpu: Kind = {
  ...graphics,
  begin() {
    provideWebGpu();
    return findAdapter();
  },
};

/** Resolves when WebGPU has an adapter: that navigator.gpu is there does not say so. */
async function findAdapter(): Promise<void> {
  const { GPU } = loadGpu();
  if (!(await GPU.isWebGPUAvailable())) throw new Error("device 'webgpu': navigator.gpu found no adapter");
}
