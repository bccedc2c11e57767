import { firstValueFrom, Subject } from 'rxjs';
import { encodeLink } from './link.js';
import type { Neuron } from './network.js';
import { type NetworkReply, type Plan, type Reply, type Request, stepsBefore } from './protocol.js';
import { State } from './state.js';

/** Steps whose output spikes make the answer. */
export const WINDOW = 25;

/** The page at work: what is done on it goes to the worker, and what comes from there can be drawn. */
export class Live extends State {
  readonly #moments = new Subject<Extract<Reply, { type: 'moment' }>>();
  #asked = false;
  /** Of the steps that were asked for last, those from this one on are of before the run was sent back. */
  #valid = Number.POSITIVE_INFINITY;

  constructor(readonly worker: Worker) {
    super();
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#hear(data);
    worker.onerror = ({ message }) => this.message.next(message);
  }

  /** Begins, at the moment of a link where there is one. */
  start(link?: string): void {
    const { begins, message } = this.opened.follow(link);
    this.message.next(message);
    const { plan, settings, from } = begins ?? { plan: this.plan.value, settings: this.settings.value };
    if (from) this.running.next(false);
    this.plan.next(plan);
    this.settings.next(settings);
    this.#send({ type: 'start', plan, settings, paused: !this.running.value, ...(from && { from }) });
    const tick = () => {
      if (!this.#asked && this.ready.value) this.#ask();
      this.draw();
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  set(name: string, value: number | Float32Array): void {
    this.#goBack();
    this.change(name, value);
    this.#send({ type: 'set', name, value });
  }

  choose(change: Partial<Plan>): void {
    this.#goBack();
    this.replace({ ...this.plan.value, ...change });
  }

  /** Another plan, for the same network or another one. */
  replace(plan: Plan): void {
    this.plan.next(plan);
    this.message.next('');
    this.#send({ type: 'plan', plan });
  }

  /**
   * Runs the network of a file in place of the one before, at the moment of the link that waits for it where there is one.
   * Rejects where that cannot be; the one before goes on.
   */
  async open(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { plan, settings, from } = this.opened.begin(name, bytes, this.plan.value, this.settings.value);
    if (from) this.play(false);
    const answer = this.opened.answer(plan);
    this.#send({ type: 'open', bytes, plan, settings, ...(from && { from }) });
    this.message.next(await answer);
  }

  /** Plays an event file in place of the image, or the image again. What cannot play is said in the message line. */
  feed(file?: File): void {
    this.#goBack();
    this.message.next('');
    this.#send({ type: 'feed', ...(file && { file }) });
  }

  play(running: boolean): void {
    if (running) {
      this.#goBack();
      this.future = undefined;
    }
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
    this.clear();
    this.#sendBack(0);
    this.#send({ type: 'reset' });
  }

  /** Shows the page as it was before step `t`, and stops there; the run itself goes back when something is done. */
  scrub(t: number): void {
    if (this.running.value) this.play(false);
    this.cursor.next(t);
    this.touch();
  }

  /** Runs on from the moment that is shown, or that the run was sent back to, and compares with what came then before. */
  fork(): void {
    this.#goBack();
    this.ghost = this.future;
    this.play(true);
  }

  /** The moment that is shown as text for a URL. */
  async link(): Promise<string> {
    const { value: t } = this.cursor;
    const told = firstValueFrom(this.#moments);
    this.#send({ type: 'capture', ...(t !== undefined && { t }) });
    return encodeLink(await told);
  }

  override watch(neuron: Neuron): void {
    super.watch(neuron);
    this.#send({ type: 'watch', neurons: this.watched.value });
  }

  /** Sends the run to the moment that is shown. */
  #goBack(): void {
    const t = this.cut();
    if (t === undefined) return;
    this.#sendBack(t);
    this.#send({ type: 'seek', t });
  }

  #sendBack(t: number): void {
    if (this.#asked) this.#valid = Math.min(this.#valid, t);
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
        this.#begin(reply);
        this.opened.hear(reply);
        break;
      case 'refused':
        this.plan.next(reply.plan);
        this.message.next(reply.message);
        this.opened.hear(reply);
        break;
      case 'steps':
        this.#asked = false;
        this.take(stepsBefore(reply.steps, this.#valid));
        if (reply.time !== undefined && reply.time !== this.time.value) this.time.next(reply.time);
        this.#valid = Number.POSITIVE_INFINITY;
        break;
      case 'playback':
        this.playback.next(reply.playback);
        if (reply.problem) this.message.next(reply.problem);
        break;
      case 'meter':
        this.meter.next(reply.report);
        break;
      case 'moment':
        this.#moments.next(reply);
        break;
      case 'settings':
        this.putBack(reply.settings);
        break;
      case 'traces':
        this.traces.replace(reply);
        break;
      case 'error':
        this.message.next(reply.message);
        break;
    }
  }

  #begin(reply: NetworkReply): void {
    const { info, layers, devices, plan, settings } = reply;
    this.devices = devices;
    this.show(info, layers);
    this.plan.next(plan);
    this.settings.next(settings);
    this.ready.next(true);
    this.network.next(reply);
  }
}
