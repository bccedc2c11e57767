import { type Input, SIDE } from './input.js';

/**
 * Frames or address events from a WebSocket. A binary message is a frame: a byte or a float32 from 0 to 1 for each input of
 * the network, or for each of 28 times 28 pixels. A text message is JSON: `{ "frame": [...] }`, or `{ "events": [...] }`
 * with the numbers of the inputs that fire.
 */
export const socket: Input = {
  name: 'socket',
  title: 'Socket',
  hint: 'A WebSocket that sends frames (a byte or float32 an input) or events as JSON: {"events": [input, …]}.',
  address: { label: 'WebSocket address', value: 'ws://localhost:8765/events?layers=input' },
  start({ emit, size, ended }, address) {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      socket.onopen = () => {
        resolve(() => socket.close());
        socket.onclose = ({ code, reason }) =>
          ended(`the connection to ${address} was closed, code ${code}${reason && `: ${reason}`}`);
      };
      socket.onerror = () => reject(new Error(`no WebSocket answers at ${address}`));
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
        const image = typeof data === 'string' ? fromJson(data, size()) : fromBytes(data, size());
        if (image) emit(image);
      };
    });
  },
};

function fromBytes(data: ArrayBuffer, inputs: number): Float32Array | undefined {
  const sizes = [inputs, SIDE * SIDE];
  if (sizes.includes(data.byteLength)) return Float32Array.from(new Uint8Array(data), (byte) => byte / 255);
  return sizes.includes(data.byteLength / 4) ? new Float32Array(data) : undefined;
}

function fromJson(text: string, inputs: number): Float32Array | undefined {
  try {
    const { frame, events } = JSON.parse(text) as { frame?: number[]; events?: number[] };
    const isFrame = frame?.length === inputs || frame?.length === SIDE * SIDE;
    if (frame && isFrame) return Float32Array.from(frame, (value) => Number(value) || 0);
    if (!Array.isArray(events)) return undefined;
    const image = new Float32Array(inputs);
    for (const input of events) image[input] = 1;
    return image;
  } catch {
    return undefined;
  }
}
