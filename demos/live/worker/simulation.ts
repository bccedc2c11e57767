import { BehaviorSubject, Subject } from 'rxjs';
import type { Moment } from 'rxsnn';
import type { Settings } from '../model/protocol.js';
import type { Model } from '../networks/network.js';
import { handedOver, type Source } from './input.js';
import { type Controls, type Listener, Run } from './run.js';

/** A network at work: one run after the other, each going on where the one before was. */
export class Simulation {
  readonly speed = new BehaviorSubject(1);
  readonly pause = new BehaviorSubject(false);
  readonly step = new Subject<void>();
  readonly settings: Controls['settings'];
  #run: Run | undefined;

  constructor(
    settings: Settings,
    readonly listener: Listener,
  ) {
    const subjects = Object.entries(settings).map(([name, value]) => [name, new BehaviorSubject(value)]);
    this.settings = Object.fromEntries(subjects);
  }

  /** The run of now. */
  get run(): Run {
    if (!this.#run) throw new Error('live: the simulation was not started');
    return this.#run;
  }

  /** Begins, with the first step or at a moment; rejects where there is no first step. */
  start(model: Model, source: Source, from?: Moment): Promise<unknown> {
    this.stop();
    this.#run = new Run(model, source, this, this.listener, from);
    return this.#run.begun;
  }

  /** Another run that goes on from this one's moment. Where it cannot begin, this one does again, and it rejects. */
  async restart(model: Model, source: Source): Promise<void> {
    const { run } = this;
    // one that has failed has no moment any more
    const moment = run.failed ? undefined : await run.capture();
    try {
      await this.start(model, source, moment && handedOver(moment, run.source, source));
    } catch (error) {
      await this.start(run.model, run.source, moment);
      throw error;
    }
  }

  /** Goes to the first state; a run that has failed begins again. */
  async reset(): Promise<void> {
    const { run } = this;
    if (run.failed) await this.start(run.model, run.source);
    else run.reset();
  }

  stop(): void {
    this.#run?.stop();
  }

  /** The moment of now, or that before a step, for a run without the file that plays. */
  async captureImage(t?: number): Promise<Moment> {
    const { run } = this;
    const moment = await (t === undefined ? run.capture() : run.captureAt(t));
    return handedOver(moment, run.source, { ...run.source, playing: undefined });
  }
}
