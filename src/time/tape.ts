import { EMPTY, merge, type Observable, of, skip, tap } from 'rxjs';
import { whole } from '../check.js';
import type { Flow } from '../flow.js';
import type { Step } from '../step.js';
import { History, type Moment, restore, stateOf } from './history.js';

/** A setting that can be put back: a BehaviorSubject of whatever. */
export interface SettingSubject {
  readonly value: unknown;
  /** Puts a value back. */
  // biome-ignore lint/suspicious/noExplicitAny: it only ever gets back what was its value
  next(value: any): void;
  /** What its changes are seen by. */
  pipe: Observable<unknown>['pipe'];
}

/** One run on its way, with its past. */
export class Tape {
  readonly #history: History;
  #flow: Flow | undefined;
  /** How many steps there will be, where it is known. */
  #steps: number | undefined;
  #next = 0;
  #putting = false;
  /** Whether a setting was changed from outside while steps before the one that was sought are computed again. */
  #edited = false;

  constructor(
    readonly settings: Readonly<Record<string, SettingSubject>>,
    readonly every: number,
    limit: number,
    readonly from: Moment | undefined,
  ) {
    this.#history = new History(limit);
  }

  /** Notes what the settings become, as long as it is subscribed to. */
  get changes(): Observable<unknown> {
    const noted = Object.entries(this.settings).map(([name, values]) =>
      values.pipe(
        skip(1),
        tap((value) => {
          if (this.#flow && !this.#putting) this.#note(this.#flow, name, value);
        }),
      ),
    );
    return merge(...noted);
  }

  /** The step, or nothing while the run is on its way back to a moment. */
  pass(step: Step): Observable<Step> {
    const { flow, t } = step;
    if (flow.driven && t >= flow.t) {
      // the run was sent elsewhere while this step was on its way, and layers may have computed it after that
      if (flow.t === this.#next) this.#goTo(flow, flow.catchUp);
      return EMPTY;
    }
    const first = !this.#flow;
    this.#flow = flow;
    this.#steps = step.steps;
    this.#next = t + 1;
    if (first && this.from) {
      this.seek(this.from);
      return EMPTY;
    }
    // of step 0, even if that was left out on the way: a source has that state then
    if (first) this.#history.keep({ t: 0, state: initialOf(flow), settings: this.#values() });
    if (t < flow.catchUp) {
      // what was edited is noted for the step that is sought, but this one had it too
      if (this.#edited) this.#goTo(flow, flow.catchUp);
      else this.#put(this.#history.changesAt(t + 1));
      return EMPTY;
    }
    this.#history.cut(t);
    if ((t + 1) % this.every === 0) this.#whenRead(flow, (moment) => this.#history.keep(moment));
    return of(step);
  }

  /** After the last step. Throws where the run was to go to one that did not come. */
  end(): void {
    const { t, catchUp } = this.#flow ?? { t: 0, catchUp: 0 };
    if (catchUp === 0 || t > catchUp) return;
    throw new RangeError(`rewind: seek must be to a step before the source's end at ${t}, got ${catchUp}`);
  }

  /** Goes to a step of this run, or to a moment of any. */
  seek(target: number | Moment): void {
    if (typeof target === 'number') whole('rewind: seek', target, this.#range);
    const flow = this.#driven();
    if (!flow) return;
    if (typeof target === 'number') this.#goTo(flow, target);
    else this.#restart(flow, target);
  }

  /** Goes to the first state, under the settings of now. */
  reset(): void {
    const flow = this.#driven();
    if (flow) this.#restart(flow, { t: 0, state: initialOf(flow), settings: this.#values() });
  }

  /** Hands the moment as it is to `use`, as soon as its numbers are read. */
  capture(use: ((moment: Moment) => void) | undefined): void {
    if (this.#flow && use) this.#whenRead(this.#flow, use);
  }

  #whenRead(flow: Flow, use: (moment: Moment) => void): void {
    const [t, settings] = [this.#next, this.#values()];
    const state = stateOf(flow);
    if (!(state instanceof Promise)) use({ t, state, settings });
    else {
      // unless the run has gone elsewhere in the meantime
      const done = state.then((read) => this.#next === t && use({ t, state: read, settings }));
      flow.pause(done);
    }
  }

  /** Goes to a moment, which is all that is left of the past. */
  #restart(flow: Flow, moment: Moment): void {
    this.#history.clear();
    this.#history.keep(moment);
    this.#goTo(flow, moment.t);
  }

  #goTo(flow: Flow, until: number): void {
    const { t, state, settings } = this.#history.before(until);
    restore(flow, state);
    this.#put(Object.entries(settings).map(([name, value]) => ({ name, value })));
    this.#put(this.#history.changesAt(t));
    this.#edited = false;
    this.#next = t;
    flow.rush(t, until);
  }

  get #range(): { readonly max?: number } {
    return this.#steps === undefined ? {} : { max: this.#steps - 1 };
  }

  #driven(): Flow | undefined {
    if (this.#flow && !this.#flow.driven) {
      throw new Error('rewind: the source cannot be sent back, it must be one of this library');
    }
    return this.#flow;
  }

  /** A change takes effect before the step that comes next; of those that are computed again none is meant. */
  #note({ t, catchUp }: Flow, name: string, value: unknown): void {
    // where a step is on its way, the change is of what stands before, and comes again with that step
    if (t < catchUp && t === this.#next) this.#edited = true;
    this.#history.change(Math.max(t, catchUp), name, value);
  }

  #values(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this.settings).map(([name, { value }]) => [name, value]));
  }

  #put(values: readonly { readonly name: string; readonly value: unknown }[]): void {
    this.#putting = true;
    try {
      for (const { name, value } of values)
        if (this.settings[name]?.value !== value) this.settings[name]?.next(value);
    } finally {
      this.#putting = false;
    }
  }
}

/** The state before the first step, which is the host's. */
function initialOf(flow: Flow): Moment['state'] {
  return flow.initial.map((tensors) => tensors.map(({ shape, data }) => ({ shape, data: data.slice() })));
}
