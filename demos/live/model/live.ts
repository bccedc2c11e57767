import { BehaviorSubject, firstValueFrom, Subject } from 'rxjs';
import type { DeviceReport, MeterReport, Moment } from 'rxsnn';
import { networkOf } from '../networks/index.js';
import { Ring } from '../view/ring.js';
import { DEFAULTS, PLAN } from './defaults.js';
import { decodeLink, encodeLink, type Link } from './link.js';
import { Membranes } from './membranes.js';
import type { Layer, Neuron, Plan, Reply, Request, Settings, Steps } from './protocol.js';

/** Steps whose output spikes make the answer. */
export const WINDOW = 25;

/** Most neurons whose membranes are drawn at once. */
const TRACES = 4;

/** The state of the page: what was chosen, what the worker told, and the steps that can be drawn. */
export class Live {
  readonly settings = new BehaviorSubject<Settings>(DEFAULTS);
  readonly plan = new BehaviorSubject<Plan>(PLAN);
  readonly speed = new BehaviorSubject(1);
  readonly running = new BehaviorSubject(true);
  readonly meter = new BehaviorSubject<MeterReport | undefined>(undefined);
  readonly message = new BehaviorSubject('');
  /** The neuron whose weights are shown, and those whose membranes are drawn. */
  readonly neuron = new BehaviorSubject<Neuron | undefined>(undefined);
  readonly watched = new BehaviorSubject<readonly Neuron[]>([]);
  /** The step at the right edge where the view is not at the end. */
  readonly cursor = new BehaviorSubject<number | undefined>(undefined);
  /** A frame of the page in which something is to be drawn. */
  readonly frame = new Subject<void>();
  readonly ready = new BehaviorSubject(false);

  devices: readonly DeviceReport[] = [];
  layers: readonly Layer[] = [];
  ring: Ring | undefined;
  /** The future that was before a fork, and the step at which the other one began. */
  ghost: { readonly ring: Ring; readonly from: number } | undefined;
  /** Membranes of the watched neurons by step. */
  readonly traces = new Membranes();
  readonly #moments = new Subject<Moment>();
  #asked = false;
  /** The steps that were asked for last are of before a reset. */
  #outdated = false;
  #dirty = true;

  constructor(readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
    worker.onerror = ({ message }) => this.message.next(message);
  }

  /** Begins, at the moment of a link where there is one. */
  start(link?: string): void {
    const given = link ? this.#decode(link) : undefined;
    if (given) {
      this.plan.next(given.plan);
      this.settings.next(given.settings);
      this.running.next(false);
    }
    this.#send({
      type: 'start',
      plan: this.plan.value,
      settings: this.settings.value,
      paused: !this.running.value,
      ...(given && { from: given.moment }),
    });
    const tick = () => {
      if (!this.#asked && this.ready.value) this.#ask();
      if (this.#dirty) {
        this.#dirty = false;
        this.frame.next();
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  get labels(): string {
    return networkOf(this.plan.value.network).labels;
  }

  /** Index behind the last step that is shown. */
  get end(): number {
    const { ring } = this;
    if (!ring) return 0;
    return this.cursor.value === undefined ? ring.end : ring.indexOf(this.cursor.value);
  }

  /** Number of the next step. */
  get t(): number {
    const { ring } = this;
    if (this.cursor.value !== undefined) return this.cursor.value;
    return ring && ring.end > ring.first ? ring.t(ring.end - 1) + 1 : 0;
  }

  /** Something is to be drawn anew. */
  touch(): void {
    this.#dirty = true;
  }

  set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
    this.#goBack();
    this.settings.next({ ...this.settings.value, [name]: value });
    this.#send({ type: 'set', name, value });
  }

  choose(change: Partial<Plan>): void {
    this.plan.next({ ...this.plan.value, ...change });
    this.message.next('');
    this.#send({ type: 'plan', plan: this.plan.value });
  }

  play(running: boolean): void {
    if (running) this.#goBack();
    this.running.next(running);
    this.#send({ type: 'pause', value: !running });
  }

  step(): void {
    this.play(false);
    this.#goBack();
    this.#send({ type: 'step' });
  }

  setSpeed(speed: number): void {
    this.speed.next(speed);
    this.#send({ type: 'speed', value: speed });
  }

  reset(): void {
    this.cursor.next(undefined);
    this.ghost = undefined;
    this.traces.clear();
    this.ring?.clear();
    this.#outdated = this.#asked;
    this.#send({ type: 'reset' });
    this.touch();
  }

  /** Shows the page as it was before step `t`, and stops there; the run itself goes back when something is done. */
  scrub(t: number): void {
    if (this.running.value) this.play(false);
    this.cursor.next(t);
    this.touch();
  }

  /** Keeps the future of the moment that is shown, to compare it with what comes now. */
  fork(): void {
    if (!this.ring || this.cursor.value === undefined) return;
    this.ghost = { ring: this.ring.copy(this.end), from: this.cursor.value };
    this.play(true);
  }

  /** The moment that is shown as text for a URL. */
  async link(): Promise<string> {
    this.#goBack();
    const moment = firstValueFrom(this.#moments);
    this.#send({ type: 'capture' });
    return encodeLink({ plan: this.plan.value, settings: this.settings.value, moment: await moment });
  }

  /** Draws a neuron's membrane, or no longer. */
  watch(neuron: Neuron): void {
    const others = this.watched.value.filter((other) => !same(other, neuron));
    const added = others.length === this.watched.value.length;
    this.watched.next(added ? [...others.slice(-TRACES + 1), neuron] : others);
    this.#send({ type: 'watch', neurons: this.watched.value });
  }

  /** Sends the run to the moment that is shown. */
  #goBack(): void {
    const { value: t } = this.cursor;
    if (t === undefined || !this.ring) return;
    this.ring.cut(t);
    this.traces.cut(t);
    this.cursor.next(undefined);
    this.#send({ type: 'seek', t });
  }

  #decode(text: string): Link | undefined {
    try {
      return decodeLink(text);
    } catch {
      this.message.next('The link is damaged: the page begins anew.');
      return undefined;
    }
  }

  #ask(): void {
    this.#asked = true;
    this.#send({ type: 'frame' });
  }

  #send(request: Request): void {
    this.worker.postMessage(request);
  }

  #hear(reply: Reply): void {
    if (reply.type !== 'steps' || reply.steps.t.length > 0) this.touch();
    switch (reply.type) {
      case 'network':
        this.layers = reply.layers;
        this.devices = reply.devices;
        this.ring = new Ring(reply.layers);
        this.ready.next(true);
        break;
      case 'steps':
        this.#asked = false;
        if (!this.#outdated) this.#take(reply.steps);
        this.#outdated = false;
        break;
      case 'meter':
        this.meter.next(reply.report);
        break;
      case 'moment':
        this.#moments.next(reply.moment);
        break;
      case 'settings':
        this.settings.next(reply.settings);
        break;
      case 'traces':
        this.traces.replace(reply);
        break;
      case 'error':
        this.message.next(reply.message);
        break;
    }
  }

  #take(steps: Steps): void {
    if (!this.ring) return;
    this.ring.add(steps);
    if (steps.watched.length !== this.watched.value.length) return;
    this.traces.add(steps, this.ring.first < this.ring.end ? this.ring.t(this.ring.first) : 0);
  }
}

export function same(a: Neuron | undefined, b: Neuron): boolean {
  return a?.layer === b.layer && a.neuron === b.neuron;
}
