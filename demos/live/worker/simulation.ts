import { BehaviorSubject, firstValueFrom, type Observable, Subject, type Subscription, tap } from 'rxjs';
import {
  block,
  type Linear,
  leaky,
  linear,
  type MeterReport,
  type Moment,
  meter,
  neuron,
  pace,
  probe,
  rate,
  rewind,
  type Step,
  to,
} from 'rxsnn';
import { DT, type Plan, type Settings } from '../model/protocol.js';

type Subjects = { readonly [Name in keyof Settings]: BehaviorSubject<Settings[Name]> };

/** What a simulation tells. */
export interface Listener {
  step(step: Step<string>): void;
  meter(report: MeterReport): void;
  moment(moment: Moment): void;
  error(error: unknown): void;
}

/** The network at work: one run after the other, each going on where the one before was. */
export class Simulation {
  readonly speed = new BehaviorSubject(1);
  readonly pause = new BehaviorSubject(false);
  readonly step = new Subject<void>();
  readonly seek = new Subject<number | Moment>();
  readonly reset = new Subject<void>();
  readonly #capture = new Subject<void>();
  readonly #first = new Subject<void>();
  readonly settings: Subjects;
  #run: Subscription | undefined;
  #moment: ((moment: Moment) => void) | undefined;
  #began = false;

  constructor(
    readonly weights: readonly Linear[],
    settings: Settings,
    readonly listener: Listener,
  ) {
    this.settings = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, new BehaviorSubject(value)]),
    ) as unknown as Subjects;
  }

  start(plan: Plan, from?: Moment): void {
    this.#run?.unsubscribe();
    this.#began = false;
    this.#run = this.#steps(plan, from).subscribe({
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
  async restart(plan: Plan): Promise<void> {
    const from = this.#began ? await this.capture() : undefined;
    // a device may have to be loaded: what is asked until then must not get lost
    const begun = firstValueFrom(this.#first);
    this.start(plan, from);
    await begun;
  }

  capture(): Promise<Moment> {
    return new Promise((resolve) => {
      this.#moment = resolve;
      this.#capture.next();
    });
  }

  #steps(plan: Plan, from: Moment | undefined): Observable<Step<string>> {
    const { settings, speed, pause, step, seek, reset } = this;
    const { beta, threshold, weightScale, image, gain, noise } = settings;
    const [fc1, fc2] = this.weights as [Linear, Linear];
    const scale = neuron({
      name: 'scale',
      state: {},
      params: { factor: weightScale },
      step: ({ cur, factor }) => ({ cur: factor * cur }),
    });
    const fire = leaky({ beta, threshold, resetMechanism: plan.resetMechanism });

    const input = rate(image, { steps: Number.POSITIVE_INFINITY, gain, offset: noise, seed: plan.seed }).pipe(
      pace({ dt: DT, speed, pause, step, onLate: plan.onLate }),
      block(plan.block),
      to(plan.device),
      probe('input'),
    );
    const network = input.pipe(
      linear(fc1),
      scale,
      fire,
      probe('hidden'),
      linear(fc2),
      scale,
      fire,
      probe('output'),
      tap(() => this.#first.next()),
    );
    return network.pipe(
      rewind({
        seek,
        reset,
        capture: this.#capture,
        moments: (moment) => this.#moment?.(moment),
        settings,
        ...(from && { from }),
      }),
      meter((report) => this.listener.meter(report), { every: 0.5 }),
    );
  }
}
