import { devices } from 'rxsnn';
import type { Layer, Reply, Request, Settings } from '../model/protocol.js';
import { networkOf } from '../networks/index.js';
import { Recorder } from './recorder.js';
import { Simulation } from './simulation.js';

/** The worker: simulates, keeps what was recorded, and hands it out when the page is ready to draw. */
let simulation: Simulation | undefined;
let recorder: Recorder | undefined;

const reply = (message: Reply, transfer: Transferable[] = []): void =>
  (self as unknown as Worker).postMessage(message, transfer);

const fail = (error: unknown): void =>
  reply({ type: 'error', message: error instanceof Error ? error.message : String(error) });

async function start({ plan, settings, paused, from }: Extract<Request, { type: 'start' }>): Promise<void> {
  const weights = await networkOf(plan.network).load();
  const layers: Layer[] = [
    { name: 'input', neurons: weights[0]!.inputs },
    { name: 'hidden', neurons: weights[0]!.outputs, weight: weights[0]!.weight.data },
    { name: 'output', neurons: weights[1]!.outputs, weight: weights[1]!.weight.data },
  ];
  recorder = new Recorder(layers);
  reply({ type: 'network', layers, devices: devices() });
  simulation = new Simulation(weights, settings, {
    step: (step) => recorder!.add(step),
    meter: (report) => reply({ type: 'meter', report }),
    moment: (moment) => reply({ type: 'moment', moment }),
    error: fail,
  });
  simulation.pause.next(paused);
  simulation.start(plan, from);
}

/** The settings of now, after the run went elsewhere. */
function tellSettings({ settings }: Simulation): void {
  const values = Object.entries(settings).map(([name, { value }]) => [name, value]);
  reply({ type: 'settings', settings: Object.fromEntries(values) as Settings });
}

async function handle(request: Request): Promise<void> {
  if (request.type === 'start') return start(request);
  if (!simulation || !recorder) throw new Error('live: nothing was started');
  switch (request.type) {
    case 'plan':
      return simulation.restart(request.plan);
    case 'set':
      return simulation.settings[request.name].next(request.value as never);
    case 'speed':
      return simulation.speed.next(request.value);
    case 'pause':
      return simulation.pause.next(request.value);
    case 'step':
      return simulation.step.next();
    case 'reset':
      recorder.forget();
      return simulation.reset.next();
    case 'seek':
      simulation.seek.next(request.t);
      return tellSettings(simulation);
    case 'capture':
      return reply({ type: 'moment', moment: await simulation.capture() });
    case 'watch':
      recorder.watched = request.neurons;
      return reply({ type: 'traces', ...recorder.traces() });
    case 'frame': {
      const steps = recorder.take();
      return reply({ type: 'steps', steps }, [steps.t.buffer, steps.bits.buffer, steps.mem.buffer]);
    }
  }
}

// one after the other: what is asked while the weights are loaded waits for them
let queue = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Request>) => {
  queue = queue.then(() => handle(data)).catch(fail);
};
