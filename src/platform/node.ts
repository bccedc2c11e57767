import { access, constants, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { wasmEncoder } from './h264.js';
import { checkPlace } from './nodeFiles.js';
import type { GpuMode, Thread, VideoEncoder, VideoSettings } from './platform.js';

export { openFfmpeg } from './ffmpeg.js';
export { createCanvas, pixels, pngBytes } from './nodeCanvas.js';
export { growFile, openFile } from './nodeFiles.js';
export { missingWebGpu, provideWebGpu } from './nodeWebGpu.js';

const require = createRequire(import.meta.url);

/** gpu.js, loaded when the first GPU.js device opens: it takes longer to load than all the rest together. */
export function loadGpu(): typeof import('gpu.js') {
  return require('gpu.js');
}

export function startThread(code: string, data: object): Thread | undefined {
  if (availableParallelism() < 2) return undefined;
  const { Worker }: typeof import('node:worker_threads') = require('node:worker_threads');
  const call = "serve(require('node:worker_threads').workerData);";
  let worker: InstanceType<typeof Worker>;
  try {
    worker = new Worker(`${code}${call}`, { eval: true, workerData: data });
  } catch {
    // not permitted to this process
    return undefined;
  }
  worker.unref();
  return {
    sleep: (control, index, value) => void Atomics.wait(control, index, value, 100),
    stop: () => void worker.terminate(),
  };
}

export function fetchGpu(): Promise<void> | undefined {
  return undefined;
}

export function hasGpu(): boolean {
  return true;
}

export function supports(mode: Exclude<GpuMode, 'webgpu'>): boolean {
  const { GPU } = loadGpu();
  switch (mode) {
    case 'webgl2':
      return GPU.isWebGL2Supported;
    case 'webgl':
      return GPU.isWebGLSupported;
    case 'headlessgl':
      return GPU.isHeadlessGLSupported;
    case 'webasm':
      return GPU.isWebAssemblySupported;
    case 'cpu':
      return true;
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

export async function writeFile(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  const writeFileAtomic: typeof import('write-file-atomic') = require('write-file-atomic');
  signal.throwIfAborted();
  await checkPlace(path);
  await createFolder(dirname(path));
  // the hook is called between opening and renaming: what it throws takes the temporary file away
  await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    fsync: false,
    tmpfileCreated: () => signal.throwIfAborted(),
  });
}

export async function createFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error) => {
    // where a file has that name, what comes next says so better: ENOTDIR
    if (error.code !== 'EEXIST') throw error;
  });
}

export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const zlib: typeof import('node:zlib') = require('node:zlib');
  return promisify<Uint8Array, Uint8Array>(zlib.gunzip)(bytes);
}

export async function openH264(settings: VideoSettings): Promise<VideoEncoder> {
  return wasmEncoder(loadEncoder(), settings);
}

export async function findFfmpeg(): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The encoder's module makes every uncaught error of the process its own; its listeners go again. */
function loadEncoder(): typeof import('h264-mp4-encoder') {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.listeners(event as NodeJS.Signals));
  const encoder = require('h264-mp4-encoder');
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as NodeJS.Signals)) {
      if (!before[i]!.includes(listener)) process.removeListener(event, listener);
    }
  });
  return encoder;
}
