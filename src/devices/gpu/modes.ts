import { loadGpu, missingWebGpu, supports } from '#platform';
import type { GpuMode } from '../../platform/platform.js';

export type { GpuMode };

/** The modes of gpu.js, which are also the names of the devices. */
export const GPU_MODES = ['headlessgl', 'webgl2', 'webgl', 'webgpu', 'webasm', 'cpu'] as const;

/** Modes whose results are textures or buffers of a graphics context. */
export const isGraphics = (mode: GpuMode): boolean => mode !== 'webasm' && mode !== 'cpu';

const NEEDS: Readonly<Record<Exclude<GpuMode, 'webgpu'>, string>> = {
  cpu: '',
  webasm: 'this runtime has no WebAssembly',
  headlessgl: 'needs the npm package gl, built, and an X display (on a server: xvfb-run -a node ...)',
  webgl2: 'needs a browser with WebGL 2',
  webgl: 'needs a browser with WebGL',
};

/** What keeps `mode` from working here, or `undefined` when nothing is known to. */
export function missing(mode: GpuMode): string | undefined {
  if (mode === 'webgpu') return missingWebGpu();
  return supports(mode) ? undefined : NEEDS[mode];
}

/** Resolves when WebGPU has an adapter: that navigator.gpu is there does not say so. */
export async function findAdapter(): Promise<void> {
  const { GPU } = loadGpu();
  if (!(await GPU.isWebGPUAvailable())) throw new Error("device 'webgpu': navigator.gpu found no adapter");
}

/** Whether the graphics context is computed by the processor, which WebAssembly does faster. */
export function isSoftware(context: unknown): boolean {
  const gl = context as WebGLRenderingContext | undefined;
  const info = gl?.getExtension?.('WEBGL_debug_renderer_info');
  const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  return /swiftshader|llvmpipe|softpipe|software/i.test(renderer);
}
