import {
  type BehaviorSubject,
  defer,
  filter,
  firstValueFrom,
  ignoreElements,
  map,
  merge,
  type Observable,
  ReplaySubject,
  Subject,
  type Subscription,
  tap,
} from 'rxjs';
import { block, type MeterReport, type Moment, meter, pace, probe, rewind, type Step, to } from 'rxsnn';
import { HZ, KEPT } from '../model/protocol.js';
import type { Model, Sliders } from '../networks/network.js';
import { inputOf, type Source, type Subjects } from './input.js';

/** What a run follows; the next one goes on with it. */
export interface Controls {
  readonly speed: BehaviorSubject<number>;
  readonly pause: BehaviorSubject<boolean>;
  readonly step: Subject<void>;
  readonly settings: Subjects;
}

/** What a run tells. */
export interface Listener {
  step(step: Step<string>): void;
  meter(report: MeterReport): void;
  /** It has failed after its first step, and stands still. */
  error(error: unknown): void;
}

/** One run of a network, from its first step or from a moment. */
export class Run {
  /** Its first step, before which it cannot go back. */
  readonly since: number;
  failed = false;
  readonly #seek = new Subject<number>();
  readonly #reset = new Subject<void>();
  readonly #capture = new Subject<void>();
  readonly #moments = new Subject<Moment>();
  /** The flow, with each step, also one that is computed again; fails with the run. */
  readonly #flow = new ReplaySubject<Step['flow']>(1);
  readonly #steps: Subscription;
  /** A run that begins while it is paused: its first step is what tells the state before it, and does not count. */
  #held: boolean;
  #begun = false;

  constructor(
    readonly model: Model,
    readonly source: Source,
    controls: Controls,
    { step, meter, error }: Listener,
    from?: Moment,
  ) {
    this.since = from?.t ?? 0;
    this.#held = controls.pause.value && !from;
    this.#steps = defer(() => this.#pipeline(controls, meter, from)).subscribe({
      next: (each) => step(each),
      error: (problem: unknown) => {
        this.failed = true;
        this.#flow.error(problem);
        if (this.#begun) error(problem);
      },
    });
  }

  /** Resolves with the first step, which may wait for its device; rejects where the run fails before it. */
  get begun(): Promise<unknown> {
    return firstValueFrom(this.#flow);
  }

  stop(): void {
    this.#steps.unsubscribe();
  }

  /** Goes to the first state of all layers. */
  reset(): void {
    this.#reset.next();
  }

  /** Goes to a step, and resolves when it is there: steps before it may have to be computed, or read, again. */
  async goTo(t: number): Promise<void> {
    await this.begun;
    this.#seek.next(t);
    await firstValueFrom(this.#flow.pipe(filter((flow) => flow.t >= t)));
  }

  /** The moment as it is. */
  async capture(): Promise<Moment> {
    await this.begun;
    const moment = firstValueFrom(merge(this.#moments, this.#flow.pipe(ignoreElements())));
    this.#capture.next();
    return moment;
  }

  /** The moment before step `t`; the run is then where it was, and has all that it had. */
  async captureAt(t: number): Promise<Moment> {
    const { t: end } = await this.capture();
    await this.goTo(t);
    const moment = await this.capture();
    await this.goTo(end);
    return moment;
  }

  #pipeline(
    { speed, pause, step, settings }: Controls,
    report: Listener['meter'],
    from: Moment | undefined,
  ): Observable<Step<string>> {
    const { info, fanOut, connect } = this.model;
    const { plan, playing } = this.source;
    const { image: _, ...sliders } = settings;

    const input = inputOf(info, plan, settings, playing).pipe(
      pace({
        dt: info.dt,
        speed: speed.pipe(map((speed) => speed * HZ * info.dt)),
        pause,
        step,
        onLate: plan.onLate,
      }),
      block(plan.block),
      to(plan.device),
      probe('input'),
    );
    return input.pipe(
      connect(sliders as Sliders),
      tap(({ flow }) => {
        this.#begun = true;
        this.#flow.next(flow);
      }),
      rewind({
        seek: this.#seek,
        reset: this.#reset,
        capture: this.#capture,
        moments: (moment) => this.#moments.next(moment),
        settings,
        limit: Math.ceil(KEPT / 50) + 1,
        ...(from && { from }),
      }),
      filter(() => this.#passes()),
      meter(report, { every: 0.5, ...(fanOut && { fanOut }) }),
    );
  }

  #passes(): boolean {
    if (!this.#held) return true;
    this.#held = false;
    queueMicrotask(() => this.reset());
    return false;
  }
}
