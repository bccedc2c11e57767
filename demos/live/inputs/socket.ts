import { type Input, SIDE } from './input.js';

/**
 * Frames or address events from a WebSocket. A binary message is a frame: 784 bytes, or 784 float32 from 0 to 1. A text
 * message is JSON: `{ "frame": [...] }`, or `{ "events": [...] }` with the numbers of the pixels that fire.
 */
export const socket: Input = {
  name: 'socket',
  title: 'Socket',
  hint: 'A WebSocket that sends frames (784 bytes or float32) or events as JSON: {"events": [pixel, …]}.',
  address: { label: 'WebSocket address', value: 'ws://localhost:8765' },
  start(emit, address) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => resolve(() => socket.close());
      socket.onerror = () => reject(new Error(`no WebSocket answers at ${address}`));
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const image = typeof data === 'string' ? fromJson(data) : fromBytes(data);
        if (image) emit(image);
      };
    });
  },
};

function fromBytes(data: ArrayBuffer): Float32Array | undefined {
  if (data.byteLength === SIDE * SIDE) return Float32Array.from(new Uint8Array(data), (byte) => byte / 255);
  return data.byteLength === 4 * SIDE * SIDE ? new Float32Array(data) : undefined;
}

function fromJson(text: string): Float32Array | undefined {
  try {
    const { frame, events } = JSON.parse(text) as { frame?: number[]; events?: number[] };
    if (frame?.length === SIDE * SIDE) return Float32Array.from(frame, (value) => Number(value) || 0);
    if (!Array.isArray(events)) return undefined;
    const image = new Float32Array(SIDE * SIDE);
    for (const pixel of events) image[pixel] = 1;
    return image;
  } catch {
    return undefined;
  }
}
