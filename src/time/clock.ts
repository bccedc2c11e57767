import {
  animationFrameScheduler,
  asyncScheduler,
  defer,
  filter,
  interval,
  NEVER,
  type Observable,
  of,
  type SchedulerLike,
  Subject,
  startWith,
  switchMap,
  take,
  tap,
  timer,
} from 'rxjs';

/** Milliseconds on the scheduler's clock: the finest that there is for those of the wall, its own for any other. */
export function clockOf(scheduler: SchedulerLike): () => number {
  const wall = scheduler === asyncScheduler || scheduler === animationFrameScheduler;
  return wall ? () => performance.now() : () => scheduler.now();
}

/** Milliseconds after which other work gets a turn. */
const TURN = 12;

/** Steps by which one may come early: sums of floats are not exact, and a timer of no time would not end. */
export const EARLY = 1e-6;

/** How far model time is ahead of the steps that were let through, at a speed that may change. */
export class ModelClock {
  readonly now: () => number;
  readonly #changed = new Subject<void>();
  #overdue = 0;
  #speed = 1;
  #at: number;
  #rested: number;

  /** A step every `interval` milliseconds at speed 1. */
  constructor(
    readonly interval: number,
    readonly scheduler: SchedulerLike,
  ) {
    this.now = clockOf(scheduler);
    this.#at = this.now();
    this.#rested = this.#at;
  }

  /** Model time in wall time: 0 stops the clock, with `Infinity` a step is always due and never late. */
  set speed(speed: number) {
    this.#advance();
    const stops = speed === 0 && !this.stopped;
    this.#speed = speed;
    // what was due when it stopped is not let through any more
    if (stops) this.#overdue = Math.min(this.#overdue, -2 * EARLY);
    this.#changed.next();
  }

  get stopped(): boolean {
    return this.#speed === 0;
  }

  /** Steps for which it is time, less those let through; below 0 where the next one has to wait. */
  get overdue(): number {
    this.#advance();
    return this.#overdue;
  }

  /** So many steps become due in `seconds` of wall time. */
  stepsIn(seconds: number): number {
    return this.stopped ? Number.POSITIVE_INFINITY : (1000 * seconds * this.#speed) / this.interval;
  }

  /** Lets steps through. */
  took(steps: number): void {
    this.#overdue -= steps;
  }

  /** Forgives what is overdue beyond `steps`. */
  forgive(steps: number): void {
    this.#overdue = Math.min(this.overdue, steps);
  }

  /** Makes one more step of a stopped clock due. */
  permit(): void {
    if (!this.stopped) return;
    this.#overdue = this.#overdue < 0 ? 0 : this.#overdue + 1;
    this.#changed.next();
  }

  /** Emits once, when the next step is due: at once where it is already. */
  readonly due = (): Observable<unknown> =>
    defer(() => {
      if (this.#isDue) return of(undefined);
      return this.#changed.pipe(
        startWith(undefined),
        switchMap(() => this.#sleep()),
        take(1),
        this.#rest,
      );
    });

  /** What the source has to wait for before its next step, if for anything: its time, or that others had a turn. */
  get obstacle(): Observable<unknown> | undefined {
    if (!this.#isDue) return this.due();
    if (this.now() - this.#rested <= TURN) return undefined;
    return timer(0, this.scheduler).pipe(this.#rest, switchMap(this.due));
  }

  readonly #rest = tap(() => {
    this.#rested = this.now();
  });

  get #isDue(): boolean {
    return this.overdue >= -EARLY;
  }

  #sleep(): Observable<unknown> {
    if (this.#isDue) return of(undefined);
    if (this.stopped) return NEVER;
    if (this.scheduler === animationFrameScheduler) {
      return interval(0, this.scheduler).pipe(filter(() => this.#isDue));
    }
    return timer((-this.overdue * this.interval) / this.#speed, this.scheduler);
  }

  #advance(): void {
    const now = this.now();
    const elapsed = now - this.#at;
    this.#at = now;
    if (this.#speed === Number.POSITIVE_INFINITY) this.#overdue = 0;
    else this.#overdue += (elapsed * this.#speed) / this.interval;
  }
}
