import { lastValueFrom, type Observable, tap } from 'rxjs';
import {
  block,
  type DeviceName,
  devices,
  leaky,
  linear,
  probe,
  record,
  rleaky,
  type Step,
  type StepOperator,
  spikes,
  type Tensor,
  to,
} from 'rxsnn';
import type { Task } from '../task.js';
import type { Contender, Runner } from './contender.js';

/** A way to run layers: a device, and what stands in front of the layers. */
interface Setting {
  readonly name: string;
  readonly device: DeviceName;
  readonly before?: StepOperator;
}

/** Every device that runs here, the default one first, and what else is worth a row. */
function settings(): Setting[] {
  // whether WebGPU has an adapter is not known before it is tried, and its results have to be waited for
  const available = devices().filter(({ available, name }) => available && name !== 'webgpu');
  available.sort((a, b) => Number(b.default) - Number(a.default));
  const [chosen, ...others] = available.map(({ name }) => ({ name, device: name }));
  return [chosen!, { ...chosen!, name: `${chosen!.name}, step by step`, before: lockStep }, ...others];
}

/** Stands in front of layers that must answer each step before the next one comes. */
export const lockStep = block(1);

export const defaultDevice = (): DeviceName => settings()[0]!.device;

export function ours(): Contender[] {
  return everywhere(network);
}

/** A network in every setting; it probes `hidden` and `output`. */
export function everywhere<Kind extends Pick<Task, 'input'>>(
  network: (task: Kind) => Network,
): Contender<Kind>[] {
  return settings().map(({ name, device, before }) => ({
    name: `rxsnn ${name}`,
    peer: false,
    prepare: async (task) => pipeline(task.input, network(task), device, before),
  }));
}

export type Network = (source: Observable<Step>) => Observable<Step<'hidden' | 'output'>>;

/** The layers of a task as a user writes them. */
export function network({ fc1, fc2, rec, beta }: Task): Network {
  const hidden = rec ? rleaky({ beta, recurrent: rec }) : leaky({ beta });
  return (source) =>
    source.pipe(linear(fc1), hidden, probe('hidden'), linear(fc2), leaky({ beta }), probe('output'));
}

function pipeline(
  input: Tensor,
  network: Network,
  device: DeviceName,
  before: StepOperator | undefined,
): Runner {
  const placed$ = spikes(input).pipe(to(device));
  const steps$ = (begins: (t: number) => void) =>
    (before ? placed$.pipe(before) : placed$).pipe(
      tap((step) => begins(step.t)),
      network,
      record(['hidden', 'output']),
    );
  return {
    run: async (begins) => {
      const { hidden, output } = await lastValueFrom(steps$(begins));
      return {
        hidden: { spk: hidden.spk.data, mem: hidden.mem.data },
        output: { spk: output.spk.data, mem: output.mem.data },
      };
    },
    close() {},
  };
}
