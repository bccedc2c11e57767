import type { AddressEvents, EventReader } from '../io/eventFiles/events.js';
import { sizeOf } from '../shape.js';
import { HostTensor } from '../tensor.js';
import type { Played, StepReading } from './pull.js';

/** How events become steps: the options of `eventFile`, checked. */
export interface Binning {
  readonly dt: number | undefined;
  readonly count: number | undefined;
  readonly values: 'binary' | 'counts';
  readonly polarity: 'split' | 'merge';
  readonly downscale: number;
  readonly maxGap: number;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** The steps of a file's events, which are read when they are needed. */
export function binnedSteps(reader: EventReader, binning: Binning): StepReading {
  const { dt, count = Number.POSITIVE_INFINITY, maxGap, from, to } = binning;
  const frames = framesOf(reader, binning);
  const steps =
    dt !== undefined && from !== undefined && to !== undefined ? Math.ceil((to - from) / dt) : undefined;
  let events: AddressEvents | undefined;
  let i = 0;
  let made = 0;
  let inStep = 0;
  let start = from;
  let last = from;

  /** Where step `made` ends. A product, since a sum of many fractions of a microsecond would drift. */
  const end = (): number =>
    dt === undefined || start === undefined ? Number.POSITIVE_INFINITY : start + (made + 1) * dt;
  const finish = (): Played => {
    made += 1;
    inStep = 0;
    return frames.finish();
  };
  /** Puts events into the step under way; true when it is full. */
  const fill = ({ t, x, y, p }: AddressEvents): boolean => {
    for (; i < t.length; i += 1) {
      const time = t[i]!;
      start ??= time;
      if (dt !== undefined && time - (last ?? time) > maxGap) {
        throw new RangeError(
          `eventFile: ${reader.file.name}: a silence must be of at most ${maxGap} us, got ${time - last!} us up to ${time} us`,
        );
      }
      if (time >= end()) return true;
      last = Math.max(last ?? time, time);
      frames.add(x[i]!, y[i]!, p[i]!);
      inStep += 1;
      if (inStep === count) {
        i += 1;
        return true;
      }
    }
    return false;
  };
  const next = (): Played | undefined | Promise<Played | undefined> => {
    if (steps !== undefined && made >= steps) return undefined;
    if (events && fill(events)) return finish();
    return reader.next().then((more) => {
      events = more;
      i = 0;
      if (more) return next();
      const silent = dt !== undefined && to !== undefined && start !== undefined && end() < to + dt;
      return inStep > 0 || silent ? finish() : undefined;
    });
  };
  return { steps, next, close: () => reader.file.close() };
}

/** The step under way. Where no event comes, all steps share one silent tensor. */
function framesOf({ sensor }: EventReader, { values, polarity, downscale }: Binning) {
  const width = Math.ceil(sensor.width / downscale);
  const height = Math.ceil(sensor.height / downscale);
  const shape = [1, polarity === 'split' ? 2 : 1, height, width];
  const silence = new HostTensor(shape, new Float32Array(sizeOf(shape)));
  let frame: Float32Array | undefined;
  return {
    add(x: number, y: number, p: number): void {
      frame ??= new Float32Array(silence.data.length);
      const row = (polarity === 'split' ? p * height : 0) + Math.floor(y / downscale);
      const at = row * width + Math.floor(x / downscale);
      frame[at] = values === 'counts' ? frame[at]! + 1 : 1;
    },
    finish(): Played {
      const spk = frame ? new HostTensor(shape, frame) : silence;
      frame = undefined;
      return { signals: { spk } };
    },
  };
}
