import { hasGpu } from '#platform';
import type { GpuMode } from '../../platform/platform.js';
import { GpuDevice } from './device.js';
import { graphics } from './graphics.js';

/** What a mode can do does not change while the program runs, and a graphics context is expensive: each is tried once. */
const flaws = new Map<GpuMode, string | undefined>();

/** What is wrong with a graphics mode that is there: a small kernel is run on it. */
export function flawOf(mode: GpuMode): string | undefined {
  if (flaws.has(mode)) return flaws.get(mode);
  const late = flawOfLate();
  if (late) return late;
  const device = new GpuDevice(mode, graphics);
  const found = tryOut(device);
  device.close();
  flaws.set(mode, found);
  return found;
}

/** What is wrong with any mode before gpu.js is there, which has to be waited for. */
export function flawOfLate(): string | undefined {
  return hasGpu() ? undefined : 'loads gpu.js when it is chosen, so never the default before';
}

function tryOut(device: GpuDevice): string | undefined {
  try {
    const [x, tiny] = [new Float32Array([1 / 3, -7.25]), 1e-7];
    const uploaded = device.upload(x, [2, 1, 1]);
    const back = uploaded.memory.read(0, x.length) as Float32Array;
    uploaded.free();
    if (!x.every((value, i) => Math.abs(value - back[i]!) < tiny)) return 'does not compute in float32';
    return isSoftware(device.context) ? 'is computed by the processor' : undefined;
  } catch (error) {
    return `fails: ${(error as Error).message}`;
  }
}

/** Whether the graphics context is computed by the processor, which WebAssembly does faster. */
function isSoftware(context: unknown): boolean {
  const gl = context as WebGLRenderingContext | undefined;
  const info = gl?.getExtension?.('WEBGL_debug_renderer_info');
  const renderer = info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  return /swiftshader|llvmpipe|softpipe|software/i.test(renderer);
}
