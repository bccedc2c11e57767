import { loadGpu, missingWebGpu } from '#platform';

/** The modes of gpu.js, which are also the names of the devices. */
export const GPU_MODES = ['headlessgl', 'webgl2', 'webgl', 'webgpu', 'webasm', 'cpu'] as const;
export type GpuMode = (typeof GPU_MODES)[number];

/** Modes whose results are textures or buffers of a graphics context. */
export const isGraphics = (mode: GpuMode): boolean => mode !== 'webasm' && mode !== 'cpu';

/** What keeps `mode` from working here, or `undefined` when nothing is known to. */
export function missing(mode: GpuMode): string | undefined {
  const { GPU } = loadGpu();
  switch (mode) {
    case 'cpu':
      return undefined;
    case 'webasm':
      return GPU.isWebAssemblySupported ? undefined : 'this runtime has no WebAssembly';
    case 'headlessgl':
      return GPU.isHeadlessGLSupported
        ? undefined
        : 'needs the npm package gl, built, and an X display (on a server: xvfb-run -a node ...)';
    case 'webgl2':
      return GPU.isWebGL2Supported ? undefined : 'needs a browser with WebGL 2';
    case 'webgl':
      return GPU.isWebGLSupported ? undefined : 'needs a browser with WebGL';
    case 'webgpu':
      return missingWebGpu();
  }
}

/** Whether the graphics context is computed by the processor, which WebAssembly does faster. */
export function isSoftware(context: unknown): boolean {
  const gl = context as WebGLRenderingContext | undefined;
  const info = gl?.getExtension?.('WEBGL_debug_renderer_info');
  const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  return /swiftshader|llvmpipe|softpipe|software/i.test(renderer);
}
