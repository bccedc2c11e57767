import type { Context2D } from './context2D.js';

/** The modes of gpu.js. */
export type GpuMode = 'headlessgl' | 'webgl2' | 'webgl' | 'webgpu' | 'webasm' | 'cpu';

/** What the writers need of a 2D context beyond drawing. */
export type PixelContext = Context2D & Pick<CanvasRenderingContext2D, 'setTransform' | 'clearRect'>;

/** The part of a canvas that the writers use: a canvas element, an OffscreenCanvas and node-canvas' all fit. */
export interface Canvas2D {
  width: number;
  height: number;
  getContext(kind: '2d'): PixelContext | null;
}

/** What a video encoder must know before its first picture. */
export interface VideoSettings {
  /** Size in pixels, both even. */
  readonly width: number;
  readonly height: number;
  /** Pictures a second, a whole number. */
  readonly fps: number;
  /** The H.264 quantiser, 10 (finest) to 51 (coarsest). */
  readonly quantiser: number;
}

/** An H.264 encoder that is running. */
export interface VideoEncoder {
  /** Takes one picture, RGBA in rows from the top; resolves when the next may come. */
  add(rgba: Uint8ClampedArray): Promise<void>;
  /** Ends the video and resolves to the bytes of an MP4 file whose index comes first. */
  finish(): Promise<Uint8Array>;
  /** Frees memory and processes. Never throws; a second call does nothing. */
  close(): void;
}

/** A thread that shares memory with this one. */
export interface Thread {
  /** Lets this thread sleep for a moment while `control[index]` is `value`, where it may. */
  sleep(control: Int32Array, index: number, value: number): void;
  stop(): void;
}

/** A file that is read piece by piece. */
export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `at`, `length` of them, fewer at the end of the file. */
  read(at: number, length: number): Promise<Uint8Array>;
  /** Frees the file; a second call does nothing. */
  close(): Promise<void>;
}

/** A file that is written piece by piece, under a temporary name until it is finished. */
export interface GrowingFile {
  /** Where the bytes are until then. */
  readonly temporary: string;
  /** Appends; the bytes must not change until the promise is settled. */
  write(bytes: Uint8Array): Promise<void>;
  /** Closes the file and gives it its name, in place of a file that has it. */
  finish(): Promise<void>;
  /** Closes the file, and removes it or leaves it under its temporary name. Never rejects. */
  abandon(fate: 'keep' | 'remove'): Promise<void>;
}

/** The handle of a file that a page may write: of `showSaveFilePicker`, or of `navigator.storage.getDirectory()`. */
export interface FileHandleLike {
  readonly name: string;
  /** A stream to write the file with. */
  createWritable(): Promise<WritableLike>;
}

/** What is used of a FileSystemWritableFileStream. */
export interface WritableLike {
  /** Appends. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends the file, whose contents then take the place of what was there. */
  close(): Promise<void>;
  /** Leaves the file as it was. */
  abort(): Promise<void>;
}

/**
 * Everything that differs between Node and a browser. `#platform` is `node.ts` or `browser.ts`; both export
 * these functions. Loading either costs nothing: canvas, encoder and gpu.js come in at their first use in Node.
 */
export interface Platform {
  /** The module gpu.js; throws where it has not been fetched yet. */
  loadGpu(): typeof import('gpu.js');
  /** What keeps WebGPU from working here, as far as can be said without trying. */
  missingWebGpu(): string | undefined;
  /** Sees to it that `navigator.gpu` is there. */
  provideWebGpu(): void;
  /**
   * Starts a thread with `code`, which defines a function `serve`, and calls it with `data`. The process does
   * not wait for its end. `undefined` where there is one processor only, or (in a page that is not
   * cross-origin isolated) no shared memory.
   */
  startThread(code: string, data: object): Thread | undefined;
  /** Brings gpu.js in, if it is not there: in a page it is half a megabyte that few need. */
  fetchGpu(): Promise<void> | undefined;
  /** Whether gpu.js is there, or comes at once. */
  hasGpu(): boolean;
  /** Whether a mode of gpu.js can run here, as far as can be told without it. */
  supports(mode: Exclude<GpuMode, 'webgpu'>): boolean;
  /** A fresh, transparent canvas of whole pixels. In Node the font Inter (400, 600, 700) is there. */
  createCanvas(width: number, height: number): Canvas2D;
  /** The canvas as a PNG file. It must not be drawn on until the promise is settled. */
  pngBytes(canvas: Canvas2D): Promise<Uint8Array>;
  /** A copy of the canvas' pixels, RGBA in rows from the top. */
  pixels(canvas: Canvas2D): Uint8ClampedArray;
  /**
   * Opens a file that is read piece by piece; in a browser, what a URL answers. A missing one rejects with an error whose
   * `code` is `ENOENT`.
   */
  openFile(path: string | URL): Promise<OpenFile>;
  /** Starts a file that is written piece by piece, making its folder if need be. A browser takes handles only. */
  growFile(target: string | FileHandleLike): Promise<GrowingFile>;
  /** Whether there is such a folder. A browser cannot tell and says yes. */
  isFolder(path: string): Promise<boolean>;
  /**
   * Writes a file under a temporary name and renames it, making its folder if need be; an abort before the
   * renaming removes it and rejects. In a page the bytes are offered as a download.
   */
  writeFile(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Makes a folder and those above it. A browser has none and rejects. */
  createFolder(path: string): Promise<void>;
  /** Unpacks gzip; rejects if the bytes are damaged. */
  gunzip(bytes: Uint8Array): Promise<Uint8Array>;
  /** The encoder that runs in this process, in WebAssembly. */
  openH264(settings: VideoSettings): Promise<VideoEncoder>;
  /** Where `ffmpeg` is on the PATH, if it is. */
  findFfmpeg(): Promise<string | undefined>;
  /** An encoder in a child process that runs the program `ffmpeg`. */
  openFfmpeg(ffmpeg: string, settings: VideoSettings): Promise<VideoEncoder>;
  /** Lets timers, sockets and signals have their turn. */
  breathe(): Promise<void>;
}
