import { number, oneOf, whole } from '../../check.js';
import { type Bytes, Malformed } from '../bytes/bytes.js';
import type { Cursor } from '../bytes/cursor.js';
import { type Chip, type ChipName, chipOf } from './chips.js';

/** Address events in the order of the file: event i is at `t[i]`, at pixel (`x[i]`, `y[i]`), ON where `p[i]` is 1. */
export interface AddressEvents {
  /** Microseconds, on the clock of the camera. */
  readonly t: Float64Array;
  /** From 0 at the left. */
  readonly x: Uint16Array;
  /** From 0 at the top. */
  readonly y: Uint16Array;
  /** Polarity: 1 where it became brighter (ON), 0 where it became darker (OFF). */
  readonly p: Uint8Array;
}

/** Pixels of a camera. */
export interface Sensor {
  readonly width: number;
  readonly height: number;
}

export const EVENT_FORMATS = ['aedat2', 'aedat3', 'aedat4', 'dat', 'nmnist'] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** What readers of event files can be told. */
export interface EventReadOptions {
  /** The format; default: found by the file's first bytes, or by its name (`.bin` is N-MNIST). */
  readonly format?: EventFormat;
  /** Pixels in a row of the sensor. Default: what the file says. */
  readonly width?: number;
  /** Rows of the sensor. Default: what the file says. */
  readonly height?: number;
  /** AEDAT 2: the chip whose addresses these are. Default: what the file's header says. */
  readonly chip?: ChipName | Chip;
  /** Microseconds: events before are left out. */
  readonly from?: number;
  /** Microseconds: events from here on are left out, and the file is not read further. */
  readonly to?: number;
  /**
   * Default true: a file that breaks a rule of its format is an error, after the events before that place. With false
   * the stream ends there, and events outside of the sensor are left out.
   */
  readonly strict?: boolean;
}

/** Their names. */
export const EVENT_READ = ['format', 'width', 'height', 'chip', 'from', 'to', 'strict'] as const;

/** Most pixels of a sensor: four times those of the largest there are. */
const MOST_PIXELS = 2 ** 22;

/** What a format knows of one file once its header is read. */
export interface EventDecoder {
  /** The sensor's size, where the file or the format tells it. */
  readonly sensor: Sensor | undefined;
  /** Reads a piece of the file into `out`; false at its end. */
  decode(out: EventBuffer): Promise<boolean>;
}

/** Reads the header of a file. */
export type OpenDecoder = (cursor: Cursor, options: EventReadOptions) => Promise<EventDecoder>;

/** An event file that is being read. */
export interface EventReader {
  readonly sensor: Sensor;
  /** Some events, or `undefined` at the end of the file. */
  next(): Promise<AddressEvents | undefined>;
  readonly file: Bytes;
}

/** Throws for options out of range. */
export function checkEventOptions(operator: string, options: EventReadOptions): void {
  const { format, width, height, chip, from, to } = options;
  if (format !== undefined) oneOf(`${operator}: format`, EVENT_FORMATS, format);
  for (const [name, size] of Object.entries({ width, height })) {
    if (size !== undefined) whole(`${operator}: ${name}`, size, { min: 1, max: 16384 });
  }
  if (chip !== undefined) chipOf(operator, chip);
  if (from !== undefined) number(`${operator}: from`, from);
  if (to !== undefined) number(`${operator}: to`, to, { above: from ?? Number.NEGATIVE_INFINITY });
}

/** The sensor of a file, from the options or from what the file says. */
function sensorOf(cursor: Cursor, told: Sensor | undefined, options: EventReadOptions): Sensor {
  const width = options.width ?? told?.width;
  const height = options.height ?? told?.height;
  if (width === undefined || height === undefined) {
    const rule = 'the header must tell the size of the sensor, or the options width and height';
    throw cursor.fault(rule, 'none', 0);
  }
  if (!(width >= 1 && height >= 1 && width * height <= MOST_PIXELS)) {
    throw cursor.fault(`the sensor must have 1 to ${MOST_PIXELS} pixels`, `${width}x${height}`, 0);
  }
  return { width, height };
}

/** Events as they are decoded: checks their place and order, and leaves out what was not asked for. */
export class EventBuffer {
  #t = new Float64Array(1024);
  #x = new Uint16Array(1024);
  #y = new Uint16Array(1024);
  #p = new Uint8Array(1024);
  #length = 0;
  #last = Number.NEGATIVE_INFINITY;
  readonly #from: number;
  readonly #to: number;
  readonly #strict: boolean;
  /** True once an event at or after `to` has come. */
  past = false;

  constructor(
    readonly cursor: Cursor,
    readonly sensor: Sensor,
    { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, strict = true }: EventReadOptions,
  ) {
    this.#from = from;
    this.#to = to;
    this.#strict = strict;
  }

  get length(): number {
    return this.#length;
  }

  /** Takes the event that the file has at byte `at`. */
  push(t: number, x: number, y: number, p: number, at: number): void {
    const { width, height } = this.sensor;
    if (!(x >= 0 && x < width && y >= 0 && y < height)) {
      if (!this.#strict) return;
      throw this.cursor.fault(`events must be within ${width}x${height} pixels`, `(${x}, ${y})`, at);
    }
    if (t < this.#last && this.#strict) {
      throw this.cursor.fault(`events must be in the order of time, from ${this.#last} us on`, `${t} us`, at);
    }
    this.#last = t;
    if (t >= this.#to) this.past = true;
    if (t < this.#from || t >= this.#to) return;
    if (this.#length === this.#t.length) this.#grow();
    this.#t[this.#length] = t;
    this.#x[this.#length] = x;
    this.#y[this.#length] = y;
    this.#p[this.#length] = p;
    this.#length += 1;
  }

  /** The events so far, which are then no longer kept here. */
  drain(): AddressEvents {
    const length = this.#length;
    this.#length = 0;
    return {
      t: this.#t.slice(0, length),
      x: this.#x.slice(0, length),
      y: this.#y.slice(0, length),
      p: this.#p.slice(0, length),
    };
  }

  #grow(): void {
    const larger = <T extends { set(from: T): void }>(array: T, copy: T): T => {
      copy.set(array);
      return copy;
    };
    const length = 2 * this.#length;
    this.#t = larger(this.#t, new Float64Array(length));
    this.#x = larger(this.#x, new Uint16Array(length));
    this.#y = larger(this.#y, new Uint16Array(length));
    this.#p = larger(this.#p, new Uint8Array(length));
  }
}

/** Reads events piece by piece; what breaks a rule is told once the events before it have been given. */
export function readerOf(cursor: Cursor, decoder: EventDecoder, options: EventReadOptions): EventReader {
  const { strict = true } = options;
  const sensor = sensorOf(cursor, decoder.sensor, options);
  const buffer = new EventBuffer(cursor, sensor, options);
  let ended = false;
  let failure: Malformed | undefined;
  return {
    sensor,
    file: cursor.file,
    async next() {
      while (!ended) {
        try {
          ended = !(await decoder.decode(buffer)) || (buffer.past && strict);
        } catch (error) {
          ended = true;
          if (!(error instanceof Malformed)) throw error;
          if (strict) failure = error;
        }
        if (buffer.length > 0) return buffer.drain();
      }
      if (failure) throw failure;
      return undefined;
    },
  };
}
