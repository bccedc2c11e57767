import type { Flow, Stateful } from '../flow.js';
import type { AddressEvents, EventReader } from '../io/eventFiles/events.js';
import type { Tensor } from '../tensor.js';
import { type EventFrames, eventFrames, type Framing } from './eventFrames.js';
import { firstPlace, type Place, placeOf, reached, tensorOf } from './place.js';
import type { Played, StepReading } from './pullSteps.js';

/** How events become steps: the options of `eventFile`, checked. */
export interface Binning extends Framing {
  /** Microseconds or events of the next step, one of the two, and the longest silence. */
  now(): { readonly dt: number | undefined; readonly count: number | undefined; readonly maxGap: number };
  /** How many steps the file has, where that is known. */
  readonly steps: number | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly loop: boolean;
  readonly progress: ((microseconds: number) => void) | undefined;
}

/** The steps of a file's events, which are read when they are needed. Its state is where it is in the file. */
export class BinnedEvents implements StepReading {
  readonly steps: number | undefined;
  readonly #frames: EventFrames;
  #chunk: AddressEvents | undefined;
  /** The next event of the chunk. */
  #i = 0;
  /** Where the step under way began, and where it is. */
  #before: Place;
  #place: Place;
  #inStep = 0;
  #next = 0;
  #closed = false;
  // a state is loaded before it is known which step comes next
  #loaded: readonly Tensor[] | undefined;

  constructor(
    readonly open: () => Promise<EventReader>,
    public reader: EventReader,
    readonly binning: Binning,
    flow: Flow,
  ) {
    this.steps = binning.loop ? undefined : binning.steps;
    this.#frames = eventFrames(reader.sensor, binning);
    this.#before = firstPlace(binning.from);
    this.#place = { ...this.#before };
    const memory: Stateful = {
      save: () => this.#loaded ?? (flow.t === 0 ? [] : [tensorOf(this.#before, flow.t - this.#next)]),
      load: (state) => {
        this.#loaded = state;
      },
    };
    flow.join(memory);
  }

  at(t: number): Played | undefined | Promise<Played | undefined> {
    return this.#loaded || t !== this.#next ? this.#go(t) : this.#one();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.reader.file.close();
  }

  /** Goes to step `t`: from the place that was loaded, from here over steps that are left out, or from the beginning. */
  async #go(t: number): Promise<Played | undefined> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    if (loaded) {
      const { place, behind } = loaded[0]
        ? placeOf(loaded[0])
        : { place: firstPlace(this.binning.from), behind: 0 };
      await this.#begin(place);
      this.#next = t - behind;
    } else if (t < this.#next) {
      await this.#begin(firstPlace(this.binning.from));
      this.#next = 0;
    }
    while (this.#next < t) if (!(await this.#one())) return undefined;
    return this.#one();
  }

  #one(): Played | undefined | Promise<Played | undefined> {
    const passed = (step: Played | undefined) => {
      this.#next += 1;
      return step;
    };
    const step = this.#step();
    return step instanceof Promise ? step.then(passed) : passed(step);
  }

  /** Opens the file anew and passes over the events before a place. */
  async #begin(place: Place): Promise<void> {
    await this.reader.file.close();
    if (this.#closed) return;
    this.reader = await this.open();
    if (this.#closed) await this.reader.file.close();
    [this.#chunk, this.#i] = [undefined, 0];
    for (let left = place.events; left > 0; ) {
      this.#chunk = await this.reader.next();
      if (!this.#chunk) break;
      this.#i = Math.min(left, this.#chunk.t.length);
      left -= this.#i;
    }
    this.#frames.clear();
    this.#inStep = 0;
    this.#before = place;
    this.#place = { ...place };
  }

  #step(): Played | undefined | Promise<Played | undefined> {
    const { dt, count = Number.POSITIVE_INFINITY, maxGap } = this.binning.now();
    const { from = Number.NaN, to = Number.NaN, steps } = this.binning;
    const place = this.#place;
    if (place.dt !== dt) Object.assign(place, { base: reached(place), made: 0, dt });
    const over = steps === undefined ? from + reached(place) >= to : place.made >= steps;
    if (dt !== undefined && over) return this.#end();
    this.#inStep = 0;
    return this.#fill(count, maxGap);
  }

  #fill(count: number, maxGap: number): Played | undefined | Promise<Played | undefined> {
    if (this.#chunk && this.#take(this.#chunk, count, maxGap)) return this.#finish();
    return this.reader.next().then((more) => {
      [this.#chunk, this.#i] = [more, 0];
      if (more) return this.#fill(count, maxGap);
      const { start, dt } = this.#place;
      const { to } = this.binning;
      const silent =
        dt !== undefined && to !== undefined && start !== undefined && start + reached(this.#place) < to;
      return this.#inStep > 0 || silent ? this.#finish() : this.#end();
    });
  }

  /** Puts events into the step under way; true when it is full. */
  #take({ t, x, y, p }: AddressEvents, count: number, maxGap: number): boolean {
    const place = this.#place;
    for (; this.#i < t.length; this.#i += 1) {
      const time = t[this.#i]!;
      place.start ??= time;
      if (place.dt !== undefined) {
        if (time - (place.last ?? time) > maxGap) throw this.#gap(time, maxGap);
        if (time >= place.start + reached(place, 1)) return true;
      }
      place.last = Math.max(place.last ?? time, time);
      place.events += 1;
      this.#frames.add(x[this.#i]!, y[this.#i]!, p[this.#i]!);
      this.#inStep += 1;
      if (this.#inStep === count) {
        this.#i += 1;
        return true;
      }
    }
    return false;
  }

  #finish(): Played {
    const { start = 0, last = start, dt } = this.#place;
    this.binning.progress?.(dt === undefined ? last - start : reached(this.#place));
    this.#place.made += 1;
    this.#before = { ...this.#place };
    return { signals: { spk: this.#frames.finish() } };
  }

  /** After the last event: nothing, or the file once more where it has any. */
  #end(): undefined | Promise<Played | undefined> {
    if (!this.binning.loop || (this.#place.events === 0 && this.#place.made === 0)) return undefined;
    return this.#begin(firstPlace(this.binning.from)).then(() => this.#step());
  }

  #gap(time: number, maxGap: number): RangeError {
    const silence = `${time - this.#place.last!} us up to ${time} us`;
    return new RangeError(
      `eventFile: ${this.reader.file.name}: a silence must be of at most ${maxGap} us, got ${silence}`,
    );
  }
}
