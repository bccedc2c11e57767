import { lastValueFrom, type Observable, take, tap, toArray } from 'rxjs';
import {
  block,
  current,
  type DeviceName,
  devices,
  leaky,
  network,
  neuron,
  probe,
  rand,
  readNir,
  record,
  type Step,
  spikes,
  tensor,
  to,
} from 'rxsnn';
import type { Counts, Device } from '../../src/devices/device.js';

import type { Semantics } from '../../src/layers/nir/semantics.js';
import { decodeAll, decodeCase, type Reference, type ReferenceCase } from '../helpers/decode.js';
import { decoded, differences, type Golden } from '../helpers/golden.js';
import { type GoldenCase, integrators, layerOf, signalOf } from '../helpers/neurons.js';
import { recurrentNetwork } from '../helpers/recurrentNetwork.js';

import { runsWithSecondThread } from '../helpers/shared.js';
import { tutorialNetwork } from '../helpers/tutorialNetwork.js';

/** What a page does for the spec of the browser's modes: it runs reference cases and says how far off it is. */
export { devices, runsWithSecondThread };

/** How a run differs from the reference, and what its device counted. */
export interface Outcome {
  readonly steps: number;
  readonly wrongSpikes: number;
  readonly membraneError: number;
  readonly counts: Counts;
}

export async function runNeuron(device: DeviceName, name: string): Promise<Outcome> {
  const given = await load(name);
  const { input, output } = given;
  const source = current((input.cur ?? input.x)!).pipe(to(device), layerOf(given));
  const { rec, counts } = await watched(source);
  const states = Object.keys(output).filter((signal) => signal !== 'spk');
  return {
    steps: rec.spk.shape[0]!,
    wrongSpikes: wrong(rec.spk.data, output.spk!),
    membraneError: Math.max(...states.map((of) => error(rec[signalOf(of)]!.data, output[of]!))),
    counts,
  };
}

/** A NIR neuron under each of the semantics of its golden traces, one run after the other. */
export async function runIntegrator(device: DeviceName, name: string): Promise<readonly Outcome[]> {
  const file = (await (await fetch(`/reference/integrators/${name}.json`)).json()) as GoldenCase;
  const { x } = decodeAll(file.input);
  const outcomes: Outcome[] = [];
  for (const [semantics, traces] of Object.entries(file.profiles)) {
    const layer = integrators[file.model]!({ ...file.options, semantics });
    const { rec, counts } = await watched(current(x!).pipe(to(device), layer));
    const { spk, mem } = decodeAll(traces);
    outcomes.push({
      steps: rec.mem.shape[0]!,
      wrongSpikes: spk ? wrong(rec.spk.data, spk) : 0,
      membraneError: error(rec.mem.data, mem!),
      counts,
    });
  }
  return outcomes;
}

/** A case whose neurons run on `device`, between two layers that do nothing on another one. */
export async function runMoved(device: DeviceName, between: DeviceName, name: string): Promise<Outcome> {
  const { options, input, output } = await load(name);
  const same = neuron({ name: 'same', state: {}, step: ({ cur }) => ({ cur: cur * 1 }) });
  const { rec, counts } = await watched(
    current(input.cur!).pipe(
      to(between),
      same,
      to(device),
      leaky(options),
      probe('leaky'),
      to(between),
      same,
    ),
  );
  return {
    steps: rec.leaky!.spk.shape[0]!,
    wrongSpikes: wrong(rec.leaky!.spk.data, output.spk!),
    membraneError: error(rec.leaky!.mem.data, output.mem!),
    counts,
  };
}

/** The first steps of the tutorial's network, its hidden layer recorded too. */
export async function runNetwork(device: DeviceName, blocks: string, steps: string): Promise<Outcome> {
  const network = await load('tutorial-network');
  const { input, output } = network;
  const { rec, counts } = await watched(
    spikes(input.spk!).pipe(take(Number(steps)), block(Number(blocks)), to(device), tutorialNetwork(network)),
  );
  return {
    steps: rec.spk.shape[0]!,
    wrongSpikes: wrong(rec.hidden!.spk.data, output.spk1!) + wrong(rec.spk.data, output.spk2!),
    membraneError: error(rec.mem.data, output.mem2!),
    counts,
  };
}

/** A recurrent network's run on `device`, its spikes beside those of `events`; and how many steps are readable after the end. */
export async function runRecurrent(device: DeviceName, blocks: string) {
  const run = (name: DeviceName) =>
    recurrentNetwork.source().pipe(block(Number(blocks)), to(name), recurrentNetwork.network());
  const wanted = await lastValueFrom(run('events').pipe(record()));
  const { rec, counts } = await watched(run(device));
  const layers = Object.keys(wanted).filter((name) => wanted[name]!.shape === undefined) as 'spk'[];
  const signals = layers.flatMap((layer) => Object.keys(wanted[layer]).map((name) => [layer, name] as const));
  const traceOf = (from: typeof wanted, [layer, name]: (typeof signals)[number]) =>
    (from[layer] as unknown as Record<string, { data: Float32Array }>)[name]!.data;
  const different = signals.filter((signal) => {
    const found = traceOf(rec as typeof wanted, signal);
    return traceOf(wanted, signal).some((x, i) => x !== found[i]);
  });
  const steps = await lastValueFrom(run(device).pipe(toArray()));
  const late = await Promise.all(steps.map(async ({ spk }) => [...(await spk!.read())]));
  const spikes = wanted.spk.data.filter((x) => x !== 0).length;
  const lateDifferent = late.flat().filter((x, i) => x !== wanted.spk.data[i]).length;
  return { different: different.map((names) => names.join('.')), lateDifferent, spikes, counts };
}

/**
 * Golden NIR networks, under every one of their semantics or the `which`-th of the first, the next of the second and so on:
 * what differs, and what the last device counted.
 */
export async function runGolden(device: DeviceName, names: string, which: string) {
  const different: string[] = [];
  let counts: Counts | undefined;
  for (const [i, name] of names.split(' ').entries()) {
    const golden = (await (await fetch(`/reference/nir/${name}.json`)).json()) as Golden;
    const { dt, typeCheck, profiles } = golden;
    const graph = await readNir(`/reference/nir/${name}.nir`, { typeCheck });
    const all = Object.keys(profiles) as Semantics[];
    const chosen = which === 'all' ? all : [all[(i + Number(which)) % all.length]!];
    for (const semantics of chosen) {
      const steps$ = current(decoded(golden.input)).pipe(to(device), network(graph, { dt, semantics }));
      const run = await watched(steps$);
      counts = run.counts;
      different.push(
        ...differences(run.rec, golden, semantics, 1e-5).map((what) => `${name} as ${semantics}: ${what}`),
      );
    }
  }
  return { different, counts };
}

/** A layer that goes on from numbers of the host now and then: how far off it is from the same on the processor. */
export async function runLoaded(device: DeviceName): Promise<number> {
  const input = rand([12, 5], { seed: 5 });
  const run = async (name: DeviceName) => {
    const mem: number[] = [];
    const loading = tap((step: Step) => {
      const settled = step.mem!.read();
      const keep = (data: Float32Array) => {
        mem.push(...data);
        if (step.t % 4 !== 3) return;
        for (const part of step.flow.parts) part.load!([tensor(data, step.mem!.shape)]);
      };
      if (settled instanceof Promise) step.flow.hold(settled.then(keep));
      else keep(settled);
    });
    await lastValueFrom(
      current(input).pipe(to(name), block(1), leaky({ beta: 0.8, threshold: 0.6 }), loading),
    );
    return mem;
  };
  const [found, wanted] = [await run(device), await run('events')];
  return found.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), found.length === 60 ? 0 : 1);
}

async function load(name: string): Promise<ReferenceCase> {
  return decodeCase(await (await fetch(`/reference/${name}.json`)).json());
}

async function watched(steps$: Observable<Step>) {
  let device: Device | undefined;
  const note = tap((step: Step) => {
    device = step.output.device as Device;
  });
  const rec = await lastValueFrom(steps$.pipe(note, record()));
  return { rec, counts: { ...device!.counts } };
}

function wrong(found: Float32Array, { data }: Reference): number {
  return found.filter((x, i) => x !== data[i]).length;
}

function error(found: Float32Array, { data }: Reference): number {
  return found.reduce((most, x, i) => Math.max(most, Math.abs(x - data[i]!)), 0);
}
