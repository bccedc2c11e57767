import { devices, readNir } from 'rxsnn';
import { fingerprint } from '../model/fingerprint.js';
import type { Beginning, Plan, Reply, Request, Settings } from '../model/protocol.js';
import { networkOf } from '../networks/index.js';
import type { Model, Network } from '../networks/network.js';
import { nirNetwork } from '../networks/nir.js';
import { buildHere, goesOn, planFor, settingsFor } from './beginning.js';
import { framingOf, Playing } from './playing.js';
import { Recorder } from './recorder.js';
import { Simulation } from './simulation.js';

interface Running {
  readonly model: Model;
  readonly plan: Plan;
  readonly simulation: Simulation;
  readonly recorder: Recorder;
}

/** Simulates for a page, keeps what was recorded, and hands it out when the page is ready to draw. */
export class Session {
  running: Running | undefined;
  /** The event file that plays. */
  #playing: Playing | undefined;
  /** Networks of the files that were opened, by their fingerprint. */
  readonly #opened = new Map<string, Network>();
  #queue: Promise<void> = Promise.resolve();

  constructor(readonly reply: (message: Reply, transfer?: Transferable[]) => void) {}

  /** Does what is asked, one after the other: what is asked while the weights are loaded waits for them. */
  hear(request: Request): void {
    const { running } = this;
    // a run that begins paused may wait for this one, which therefore must not wait for the run to begin
    if (request.type === 'pause' && running) running.simulation.pause.next(request.value);
    else this.#queue = this.#queue.then(() => this.#handle(request)).catch(this.#fail);
  }

  async #handle(request: Request): Promise<void> {
    if (request.type === 'start') return this.#start(request);
    const { running } = this;
    if (!running) throw new Error('live: nothing was started');
    const { simulation, recorder } = running;
    switch (request.type) {
      case 'open':
        return this.#attempt(this.#open(request, running), request.plan, running);
      case 'plan':
        return this.#attempt(this.#change(request.plan, running), request.plan, running);
      case 'feed':
        return this.#play(request.file, running);
      case 'set':
        return simulation.settings[request.name]?.next(request.value);
      case 'speed':
        return simulation.speed.next(request.value);
      case 'pause':
        return simulation.pause.next(request.value);
      case 'step':
        // what is shown comes by the block
        for (let i = 0; i < running.plan.block; i++) simulation.step.next();
        return;
      case 'reset':
        recorder.forget(0);
        return simulation.reset();
      case 'seek':
        await this.#goBack(request.t, running);
        return this.reply({ type: 'settings', settings: settingsOf(simulation) });
      case 'capture':
        return this.#capture(request.t, running);
      case 'watch':
        recorder.watched = request.neurons;
        return this.reply({ type: 'traces', ...recorder.traces() });
      case 'frame': {
        const steps = recorder.take();
        const { t, bits, values, mem } = steps;
        const transfer = [t.buffer, bits.buffer, values.buffer, mem.buffer];
        return this.reply({ type: 'steps', steps, time: this.#playing?.time }, transfer);
      }
    }
  }

  async #start({ paused, ...beginning }: Extract<Request, { type: 'start' }>): Promise<void> {
    const { model, problem, ...from } = await buildHere(networkOf(beginning.plan, this.#opened), beginning);
    await this.#begin(model, from, paused);
    if (problem) this.#fail(problem);
  }

  /** Opens a file and runs what is in it; what cannot run is not kept. */
  async #open(
    { bytes, ...beginning }: Extract<Request, { type: 'open' }>,
    { simulation }: Running,
  ): Promise<void> {
    const { network: name } = beginning.plan;
    const network = nirNetwork(name, await readNir(new File([bytes], name)));
    const { model, problem, ...from } = await buildHere(network, beginning);
    this.#opened.set(fingerprint(bytes), network);
    await this.#begin(model, from, simulation.pause.value);
    if (problem) this.#fail(problem);
  }

  /** Runs a network in place of the one before, from its first step or a moment. An event file ends with the one before. */
  async #begin(
    model: Model,
    { plan: asked, settings: given, from }: Beginning,
    paused: boolean,
  ): Promise<void> {
    const { info, layers } = model;
    this.#feed(undefined);
    const [plan, settings] = [planFor(info, asked), settingsFor(info, given)];
    const recorder = new Recorder(layers);
    const simulation = new Simulation(settings, {
      step: (step) => recorder.add(step),
      meter: (report) => this.reply({ type: 'meter', report }),
      error: this.#failed,
    });
    simulation.speed.next(this.running?.simulation.speed.value ?? 1);
    simulation.pause.next(paused);
    this.running?.simulation.stop();
    this.running = { model, plan, simulation, recorder };
    const restored = from !== undefined;
    this.reply({ type: 'network', plan, settings, restored, info, layers, devices: devices() });
    await simulation.start(model, { plan, playing: undefined }, from);
  }

  /** Another plan for the network that runs, or another network. */
  async #change(asked: Plan, { plan, simulation, recorder }: Running): Promise<void> {
    const model = await networkOf(asked, this.#opened).build(asked.options, asked.device);
    if (!goesOn(model.info, plan, asked)) {
      const [settings, paused] = [settingsOf(simulation), simulation.pause.value];
      return this.#begin(model, { plan: asked, settings }, paused);
    }
    await simulation.restart(model, { plan: asked, playing: this.#playing });
    this.running = { model, plan: asked, simulation, recorder };
  }

  /** Goes to a step, or to the first of the run: what was before belongs to one with another input or on another device. */
  async #goBack(t: number, { simulation: { run }, recorder }: Running): Promise<void> {
    const target = Math.max(t, run.since);
    if (t < target) this.#fail(`Another run began at step ${target}: it goes on from there.`);
    recorder.forget(target);
    await run.goTo(target);
  }

  /** Hands out the moment of now or before step `t`, with the plan that goes on from it. */
  async #capture(t: number | undefined, { plan, simulation }: Running): Promise<void> {
    const { since } = simulation.run;
    if (t !== undefined && t < since)
      throw new Error(`Another run began at step ${since}: only what came then fits in a link.`);
    this.reply({ type: 'moment', plan, moment: await simulation.captureImage(t) });
  }

  /** Plays an event file, or no longer; what is none leaves all as it was. */
  async #play(file: File | undefined, { model, plan, simulation }: Running): Promise<void> {
    if (file) framingOf(file.name, model.info.input, 'on');
    const next =
      file &&
      (await Playing.open(file, (playback, damage) => {
        const problem = damage && { problem: damage.message };
        if (this.#playing === next) this.reply({ type: 'playback', playback, ...problem });
      }));
    this.#feed(next);
    try {
      await simulation.restart(model, { plan, playing: next });
    } finally {
      this.#feed(simulation.run.source.playing);
    }
  }

  /** What feeds the network from now on. */
  #feed(next: Playing | undefined): void {
    if (this.#playing === next) return;
    this.#playing?.close();
    this.#playing = next;
    this.reply({ type: 'playback', playback: next?.playback });
  }

  /** What cannot be is said, and what ran before goes on. */
  async #attempt(work: Promise<void>, asked: Plan, { plan }: Running): Promise<void> {
    await work.catch((error) => this.reply({ type: 'refused', asked, plan, message: messageOf(error) }));
  }

  readonly #fail = (error: unknown): void => this.reply({ type: 'error', message: messageOf(error) });

  /** A run has failed. Where a file played, its image takes over, from the first step. */
  readonly #failed = (error: unknown): void => {
    this.#fail(error);
    if (!this.#playing || !this.running) return;
    this.#feed(undefined);
    const { model, plan, simulation } = this.running;
    simulation.start(model, { plan, playing: undefined }).catch(this.#fail);
  };
}

function settingsOf({ settings }: Simulation): Settings {
  const values = Object.entries(settings).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(values) as Settings;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
