import type { Sensor } from '../io/eventFiles/events.js';
import { sizeOf } from '../shape.js';
import { HostTensor } from '../tensor.js';

export const POLARITIES = ['split', 'merge', 'on', 'off'] as const;

/** Where events go: the options of `eventFile`, checked. */
export interface Framing {
  readonly values: 'binary' | 'counts';
  readonly polarity: (typeof POLARITIES)[number];
  readonly downscale: number;
  /** Rows and columns of a step, in place of `downscale`. */
  readonly size: readonly [height: number, width: number] | undefined;
}

/** The step under way. */
export interface EventFrames {
  add(x: number, y: number, p: number): void;
  /** The step, and an empty one begins. */
  finish(): HostTensor;
  /** Forgets the step under way. */
  clear(): void;
}

/** Puts events into steps. Where no event comes, all steps share one silent tensor. */
export function eventFrames(sensor: Sensor, framing: Framing): EventFrames {
  const { values, polarity } = framing;
  const { height, width, row, column } = placing(sensor, framing);
  const channels = polarity === 'split' ? 2 : 1;
  const silence = new HostTensor(
    [1, channels, height, width],
    new Float32Array(sizeOf([channels, height, width])),
  );
  // a channel for each polarity, -1 for one that is left out
  const channel = { split: [0, 1], merge: [0, 0], on: [-1, 0], off: [0, -1] }[polarity];
  let frame: Float32Array | undefined;
  return {
    add(x, y, p) {
      const to = channel[p]!;
      if (to < 0) return;
      frame ??= new Float32Array(silence.data.length);
      const at = (to * height + row(y)) * width + column(x);
      frame[at] = values === 'counts' ? frame[at]! + 1 : 1;
    },
    finish() {
      const spk = frame ? new HostTensor(silence.shape, frame) : silence;
      frame = undefined;
      return spk;
    },
    clear() {
      frame = undefined;
    },
  };
}

function placing(sensor: Sensor, { downscale, size }: Framing) {
  if (!size) {
    return {
      height: Math.ceil(sensor.height / downscale),
      width: Math.ceil(sensor.width / downscale),
      row: (y: number) => Math.floor(y / downscale),
      column: (x: number) => Math.floor(x / downscale),
    };
  }
  const [height, width] = size;
  // the whole sensor, its sides in proportion, in the middle; numerators are whole, so that places are exact
  const [over, under] =
    sensor.width * height >= sensor.height * width ? [width, sensor.width] : [height, sensor.height];
  const margin = (whole: number, own: number) => Math.floor((whole - Math.ceil((own * over) / under)) / 2);
  const [top, left] = [margin(height, sensor.height), margin(width, sensor.width)];
  return {
    height,
    width,
    row: (y: number) => top + Math.floor((y * over) / under),
    column: (x: number) => left + Math.floor((x * over) / under),
  };
}
