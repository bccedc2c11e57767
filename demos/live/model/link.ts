import { deflateSync, inflateSync } from 'fflate';
import type { Moment } from 'rxsnn';
import type { Plan, Settings } from './protocol.js';

/** A moment with what it takes to go on from it on any machine. */
export interface Link {
  readonly plan: Plan;
  readonly settings: Settings;
  readonly moment: Moment;
}

/**
 * A moment as text for a URL: plan and numbers as JSON, the image as bytes, and the membranes as float32, deflated and in
 * base64url. Exact, about 6 kB.
 */
export function encodeLink({ plan, moment }: Omit<Link, 'settings'>): string {
  // a run of the page names all of them
  const { image, ...numbers } = moment.settings as unknown as Settings;
  const state = moment.state.map((tensors) => tensors.map(({ shape }) => shape));
  const head = new TextEncoder().encode(JSON.stringify({ plan, numbers, t: moment.t, state }));
  const floats = moment.state.flat().map(({ data }) => bytesOf(data));
  const length = new Uint8Array(Uint32Array.of(head.length, image.length).buffer);
  return base64url(deflateSync(joined([length, head, toBytes(image), ...floats]), { level: 9 }));
}

/** Throws for text that is no link. */
export function decodeLink(text: string): Link {
  const all = inflateSync(fromBase64url(text));
  const [headLength = 0, imageLength = 0] = new Uint32Array(all.slice(0, 8).buffer);
  let at = 8;
  const take = (bytes: number) => {
    at += bytes;
    return all.slice(at - bytes, at);
  };
  const { plan, numbers, t, state } = JSON.parse(new TextDecoder().decode(take(headLength)));
  if (typeof plan?.options !== 'object') throw new TypeError('the link has no plan');
  const image = Float32Array.from(take(imageLength), (byte) => Math.fround(byte / 255));
  const settings: Settings = { ...numbers, image };
  const shapes = state as number[][][];
  const tensors = shapes.map((layer) =>
    layer.map((shape) => ({
      shape,
      data: new Float32Array(take(4 * shape.reduce((a, b) => a * b, 1)).buffer),
    })),
  );
  return { plan, settings, moment: { t, state: tensors, settings: { ...settings } } };
}

/** Brightness as the bytes that it was made of. */
export function toBytes(image: Float32Array): Uint8Array {
  return Uint8Array.from(image, (value) => Math.round(255 * value));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
