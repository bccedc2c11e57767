import { blobFile } from './blobFile.js';
import { type EncoderModule, wasmEncoder } from './h264.js';
import type {
  Canvas2D,
  FileHandleLike,
  GpuMode,
  GrowingFile,
  OpenFile,
  Thread,
  VideoEncoder,
  VideoSettings,
} from './platform.js';

type Gpu = typeof import('gpu.js');

/** A module is the same for the whole page, as if it had been imported. */
let gpu: Gpu | undefined;

export function loadGpu(): Gpu {
  if (!gpu)
    throw new Error("gpu.js is not on the page yet, to('webgl2') or another of its modes brings it in");
  return gpu;
}

export function missingWebGpu(): string | undefined {
  return 'gpu' in navigator ? undefined : 'needs navigator.gpu: a browser with WebGPU';
}

export function provideWebGpu(): void {}

export function startThread(code: string, data: object): Thread | undefined {
  if (!globalThis.crossOriginIsolated || typeof Worker !== 'function' || navigator.hardwareConcurrency < 2) {
    return undefined;
  }
  const url = URL.createObjectURL(new Blob([`${code}onmessage = ({ data }) => serve(data);`]));
  let worker: Worker;
  try {
    worker = new Worker(url);
  } catch {
    // not permitted to this page
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
  worker.postMessage(data);
  // a page's main thread must not sleep: there the caller looks again at once
  const maySleep = typeof document === 'undefined';
  return {
    sleep(control, index, value) {
      if (maySleep) Atomics.wait(control, index, value, 100);
    },
    stop: () => worker.terminate(),
  };
}

export function fetchGpu(): Promise<void> | undefined {
  if (gpu) return undefined;
  return import('gpu.js').then((module: Partial<Gpu> & { readonly default?: unknown }) => {
    // some bundlers give a CommonJS module as the default alone
    gpu = (module.GPU ? module : module.default) as Gpu;
  });
}

export function hasGpu(): boolean {
  return gpu !== undefined;
}

export function supports(mode: Exclude<GpuMode, 'webgpu'>): boolean {
  switch (mode) {
    case 'webgl2':
    case 'webgl':
      return hasContext(mode);
    case 'webasm':
      return permitted('webasm', () => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    case 'cpu':
      return permitted('cpu', () => new Function(''));
    case 'headlessgl':
      return false;
  }
}

const permissions = new Map<string, boolean>();

/** Whether the page may compile what a mode is made of. Its policy reports what it forbids, so it is tried once. */
function permitted(mode: string, compile: () => unknown): boolean {
  let known = permissions.get(mode);
  if (known === undefined) {
    try {
      compile();
      known = true;
    } catch {
      known = false;
    }
    permissions.set(mode, known);
  }
  return known;
}

const contexts = new Map<string, boolean>();

/** Contexts are few and expensive: each kind is tried once, and given up at once. */
function hasContext(kind: 'webgl' | 'webgl2'): boolean {
  const known = contexts.get(kind);
  if (known !== undefined) return known;
  const context = (createCanvas(1, 1) as OffscreenCanvas).getContext(kind) as WebGLRenderingContext | null;
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  contexts.set(kind, context !== null);
  return context !== null;
}

export function createCanvas(width: number, height: number): Canvas2D {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement('canvas'), { width, height });
}

export async function pngBytes(canvas: Canvas2D): Promise<Uint8Array> {
  const blob = await toBlob(canvas as OffscreenCanvas | HTMLCanvasElement);
  return new Uint8Array(await blob.arrayBuffer());
}

export function pixels(canvas: Canvas2D): Uint8ClampedArray {
  const context = (canvas as OffscreenCanvas).getContext('2d')!;
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

export async function openFile(path: string | URL): Promise<OpenFile> {
  return blobFile(await (await answer(path)).blob());
}

/** A FileSystemWritableFileStream writes beside the file and takes its place when it is closed. */
export async function growFile(target: string | FileHandleLike): Promise<GrowingFile> {
  if (typeof target === 'string') {
    throw new Error(
      'a browser has no paths, give a file handle: of showSaveFilePicker(), or of (await ' +
        'navigator.storage.getDirectory()).getFileHandle(name, { create: true })',
    );
  }
  const stream = await target.createWritable();
  return {
    temporary: target.name,
    write: (bytes) => stream.write(bytes as Uint8Array<ArrayBuffer>),
    finish: () => stream.close(),
    abandon: (fate) => (fate === 'keep' ? stream.close() : stream.abort()).catch(() => {}),
  };
}

export async function isFolder(): Promise<boolean> {
  return true;
}

export async function writeFile(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (typeof document !== 'object') throw new Error('a worker has no files, use draw(canvas)');
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const link = Object.assign(document.createElement('a'), { href: url, download: path.split('/').at(-1)! });
  link.click();
  // the download reads the URL after the click has returned; there is no event for its end
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function createFolder(): Promise<void> {
  throw new Error(
    'a browser has no folders, use draw(canvas), or png and video, which are offered as downloads',
  );
}

export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const unpacked = new Response(packed.pipeThrough(new DecompressionStream('gzip')));
  return new Uint8Array(await unpacked.arrayBuffer());
}

export async function openH264(settings: VideoSettings): Promise<VideoEncoder> {
  // the package has no module for browsers: its one file defines a global
  const { HME } = globalThis as { HME?: EncoderModule };
  if (!HME) {
    throw new Error(
      'the encoder is not on the page, load node_modules/h264-mp4-encoder/embuild/dist/h264-mp4-encoder.web.js ' +
        'in a <script>, or use draw(canvas)',
    );
  }
  return wasmEncoder(HME, settings);
}

export async function findFfmpeg(): Promise<string | undefined> {
  return undefined;
}

export async function openFfmpeg(): Promise<VideoEncoder> {
  throw new Error('a browser cannot run ffmpeg');
}

export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function answer(url: string | URL): Promise<Response> {
  const response = await fetch(url);
  if (response.status === 404) throw Object.assign(new Error('404 Not Found'), { code: 'ENOENT' });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  return response;
}

function toBlob(canvas: OffscreenCanvas | HTMLCanvasElement): Promise<Blob> {
  if ('convertToBlob' in canvas) return canvas.convertToBlob({ type: 'image/png' });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the canvas is too large'))),
      'image/png',
    );
  });
}
