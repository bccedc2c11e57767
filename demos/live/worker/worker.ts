import { devices, readNir } from 'rxsnn';
import { fingerprint } from '../model/fingerprint.js';
import type { Beginning, Plan, Reply, Request, Settings } from '../model/protocol.js';
import { networkOf } from '../networks/index.js';
import type { Model, Network } from '../networks/network.js';
import { nirNetwork } from '../networks/nir.js';
import { goesOn, planFor, settingsFor } from './beginning.js';
import { framingOf, Playing } from './playing.js';
import { Recorder } from './recorder.js';
import { Simulation } from './simulation.js';

/** The worker: simulates, keeps what was recorded, and hands it out when the page is ready to draw. */
interface Running {
  readonly model: Model;
  readonly plan: Plan;
  readonly simulation: Simulation;
  readonly recorder: Recorder;
}
let running: Running | undefined;
/** The event file that plays. */
let playing: Playing | undefined;
/** Networks of the files that were opened, by their fingerprint. */
const opened = new Map<string, Network>();

const reply = (message: Reply, transfer: Transferable[] = []): void =>
  (self as unknown as Worker).postMessage(message, transfer);

const fail = (error: unknown): void => reply({ type: 'error', message: messageOf(error) });

/**
 * Runs a network in place of the one before, from its first step or from a moment. An event file ends with the one before.
 */
function begin(model: Model, { plan: asked, settings: given, from }: Beginning, paused: boolean): void {
  const { info, layers } = model;
  feed(undefined);
  const [plan, settings] = [planFor(info, asked), settingsFor(info, given)];
  const recorder = new Recorder(layers);
  const simulation = new Simulation(settings, {
    step: (step) => recorder.add(step),
    meter: (report) => reply({ type: 'meter', report }),
    moment: (moment) => reply({ type: 'moment', moment }),
    error: failed,
  });
  simulation.speed.next(running?.simulation.speed.value ?? 1);
  simulation.pause.next(paused);
  running?.simulation.stop();
  running = { model, plan, simulation, recorder };
  reply({ type: 'network', plan, settings, restored: from !== undefined, info, layers, devices: devices() });
  simulation.start(model, plan, undefined, from);
}

/** Goes to a step, or to the first of the run: what was before belongs to one with another input or on another device. */
function goBack(t: number, { simulation: { since, seek }, recorder }: Running): void {
  if (t < since)
    reply({ type: 'error', message: `Another run began at step ${since}: it goes on from there.` });
  recorder.forget(Math.max(t, since));
  seek.next(Math.max(t, since));
}

/** What feeds the network from now on. */
function feed(next: Playing | undefined): void {
  if (playing === next) return;
  playing?.close();
  playing = next;
  reply({ type: 'playback', playback: next?.playback });
}

/** Plays an event file, or no longer; what is none leaves all as it was. */
async function play(file: File | undefined, { model, plan, simulation }: Running): Promise<void> {
  if (file) framingOf(file.name, model.info.input, 'on');
  const next =
    file &&
    (await Playing.open(file, (playback, damage) => {
      if (playing === next) reply({ type: 'playback', playback, ...(damage && { problem: damage.message }) });
    }));
  feed(next);
  return simulation.restart(model, plan, next);
}

/** A run has failed. Where a file played, its image takes over, from the first step. */
function failed(error: unknown): void {
  fail(error);
  if (!playing || !running) return;
  feed(undefined);
  running.simulation.start(running.model, running.plan, undefined);
}

/** Another plan for the network that runs, or another network. */
async function change(asked: Plan, { plan, simulation, recorder }: Running): Promise<void> {
  const model = await networkOf(asked, opened).build(asked.options, asked.device);
  if (!goesOn(model.info, plan, asked)) {
    const [settings, paused] = [settingsOf(simulation), simulation.pause.value];
    return begin(model, { plan: asked, settings }, paused);
  }
  running = { model, plan: asked, simulation, recorder };
  return simulation.restart(model, asked, playing);
}

/** Opens a file and runs what is in it; what cannot run is not kept. */
async function open(
  { bytes, ...beginning }: Extract<Request, { type: 'open' }>,
  { simulation }: Running,
): Promise<void> {
  const { plan } = beginning;
  const network = nirNetwork(plan.network, await readNir(new File([bytes], plan.network)));
  const model = await network.build(plan.options, plan.device);
  opened.set(fingerprint(bytes), network);
  begin(model, beginning, simulation.pause.value);
}

/** What cannot be is said, and what ran before goes on. */
async function attempt(work: Promise<void>, asked: Plan, { plan }: Running): Promise<void> {
  await work.catch((error) => reply({ type: 'refused', asked, plan, message: messageOf(error) }));
}

function settingsOf({ settings }: Simulation): Settings {
  const values = Object.entries(settings).map(([name, { value }]) => [name, value]);
  return Object.fromEntries(values) as Settings;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function handle(request: Request): Promise<void> {
  if (request.type === 'start') {
    const { plan, paused } = request;
    return begin(await networkOf(plan, opened).build(plan.options, plan.device), request, paused);
  }
  if (!running) throw new Error('live: nothing was started');
  const { simulation, recorder } = running;
  switch (request.type) {
    case 'open':
      return attempt(open(request, running), request.plan, running);
    case 'plan':
      return attempt(change(request.plan, running), request.plan, running);
    case 'feed':
      return play(request.file, running);
    case 'set':
      return simulation.settings[request.name]?.next(request.value);
    case 'speed':
      return simulation.speed.next(request.value);
    case 'pause':
      return simulation.pause.next(request.value);
    case 'step':
      return simulation.step.next();
    case 'reset':
      recorder.forget(0);
      return simulation.reset.next();
    case 'seek':
      goBack(request.t, running);
      return reply({ type: 'settings', settings: settingsOf(simulation) });
    case 'capture':
      return reply({ type: 'moment', moment: await simulation.captureImage() });
    case 'watch':
      recorder.watched = request.neurons;
      return reply({ type: 'traces', ...recorder.traces() });
    case 'frame': {
      const steps = recorder.take();
      const { t, bits, values, mem } = steps;
      return reply({ type: 'steps', steps, time: playing?.time }, [
        t.buffer,
        bits.buffer,
        values.buffer,
        mem.buffer,
      ]);
    }
  }
}

// one after the other: what is asked while the weights are loaded waits for them
let queue = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Request>) => {
  // a run that begins paused may wait for this one, which therefore must not wait for the run to begin
  if (data.type === 'pause' && running) return running.simulation.pause.next(data.value);
  queue = queue.then(() => handle(data)).catch(fail);
};
