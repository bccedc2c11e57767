import {
  BehaviorSubject,
  filter,
  firstValueFrom,
  map,
  type Observable,
  Subject,
  type Subscription,
  tap,
} from 'rxjs';
import { block, type MeterReport, type Moment, meter, pace, probe, rewind, type Step, to } from 'rxsnn';
import { HZ, KEPT, type Plan, type Settings } from '../model/protocol.js';
import type { Model, Sliders } from '../networks/network.js';
import { handedOver, inputOf, type Source } from './input.js';
import type { Playing } from './playing.js';

/** What a simulation tells. */
export interface Listener {
  step(step: Step<string>): void;
  meter(report: MeterReport): void;
  moment(moment: Moment): void;
  error(error: unknown): void;
}

/** A network at work: one run after the other, each going on where the one before was. */
export class Simulation {
  readonly speed = new BehaviorSubject(1);
  readonly pause = new BehaviorSubject(false);
  readonly step = new Subject<void>();
  readonly seek = new Subject<number | Moment>();
  readonly reset = new Subject<void>();
  readonly #capture = new Subject<void>();
  readonly #first = new Subject<void>();
  readonly settings: Readonly<Record<string, BehaviorSubject<number | Float32Array>>>;
  #run: Subscription | undefined;
  #source: Source | undefined;
  #moment: ((moment: Moment) => void) | undefined;
  #began = false;
  /** A run that begins while it is paused: its first step is what tells the state before it, and does not count. */
  #held = false;
  /** The first step of the run, before which it cannot go back. */
  since = 0;

  constructor(
    settings: Settings,
    readonly listener: Listener,
  ) {
    const subjects = Object.entries(settings).map(([name, value]) => [name, new BehaviorSubject(value)]);
    this.settings = Object.fromEntries(subjects);
  }

  start(model: Model, plan: Plan, playing: Playing | undefined, from?: Moment): void {
    this.stop();
    this.#began = false;
    this.#held = this.pause.value && !from;
    this.since = from?.t ?? 0;
    this.#source = { plan, playing };
    this.#run = this.#steps(model, this.#source, from).subscribe({
      next: (step) => {
        this.#began = true;
        this.listener.step(step);
      },
      error: (error: unknown) => {
        this.listener.error(error);
        this.#first.next();
      },
    });
  }

  /** Another run that goes on from this one's moment. */
  async restart(model: Model, plan: Plan, playing: Playing | undefined): Promise<void> {
    const moment = this.#began ? await this.capture() : undefined;
    const from = moment && handedOver(moment, this.#source!, { plan, playing });
    // a device may have to be loaded: what is asked until then must not get lost
    const begun = firstValueFrom(this.#first);
    this.start(model, plan, playing, from);
    await begun;
  }

  stop(): void {
    this.#run?.unsubscribe();
  }

  capture(): Promise<Moment> {
    return new Promise((resolve) => {
      this.#moment = resolve;
      this.#capture.next();
    });
  }

  /** The moment for a run without the file that plays. */
  async captureImage(): Promise<Moment> {
    const source = this.#source!;
    return handedOver(await this.capture(), source, { ...source, playing: undefined });
  }

  #steps(
    { info, fanOut, connect }: Model,
    { plan, playing }: Source,
    from: Moment | undefined,
  ): Observable<Step<string>> {
    const { settings, pause, step, seek, reset } = this;
    const { image: _, ...sliders } = settings;
    const speed = this.speed.pipe(map((speed) => speed * HZ * info.dt));

    const input = inputOf(info, plan, settings, playing).pipe(
      pace({ dt: info.dt, speed, pause, step, onLate: plan.onLate }),
      block(plan.block),
      to(plan.device),
      probe('input'),
    );
    return input.pipe(
      connect(sliders as Sliders),
      tap(() => this.#first.next()),
      rewind({
        seek,
        reset,
        capture: this.#capture,
        moments: (moment) => this.#moment?.(moment),
        settings,
        limit: Math.ceil(KEPT / 50) + 1,
        ...(from && { from }),
      }),
      filter(() => this.#passes()),
      meter((report) => this.listener.meter(report), { every: 0.5, ...(fanOut && { fanOut }) }),
    );
  }

  #passes(): boolean {
    if (!this.#held) return true;
    this.#held = false;
    queueMicrotask(() => this.reset.next());
    return false;
  }
}
