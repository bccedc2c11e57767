import { layoutOf, type Shape, sizeOf } from '../../shape.js';
import { type BlockInput, numbersOf } from '../blockInput.js';
import type { Operation } from '../device.js';
import { type BlockOperation, lazily } from '../lazy.js';
import { HostMemory, type Memory } from '../memory.js';
import type { GpuDevice } from './device.js';
import type { Kernel, KernelPlan, Tidy, Uploaded } from './kernel.js';

export interface Sizes {
  /** Shape of each input of one step. */
  readonly input: Shape;
  readonly shape: Shape;
  readonly outputs: number;
  readonly state?: readonly number[];
  readonly block: number;
}

interface Extras {
  /** Brings the results into the order of the shape. */
  readonly tidy?: Tidy | undefined;
  /** A last argument of every kernel, brought to the device with the first run. */
  readonly resident?: () => Uploaded;
  /** Whether the last argument of the next run is what this run's result holds behind its steps. Default false. */
  readonly carries?: boolean;
}

type Plan = (steps: number) => KernelPlan;

/** An operation of one kernel, see `kernelRuns` and `stepRuns`. */
export function operation(device: GpuDevice, sizes: Sizes, plan: Plan, extras: Extras = {}): Operation {
  const runs = device.kind.graphics
    ? kernelRuns(device, sizes, plan, extras)
    : stepRuns(device, sizes, plan, extras);
  device.made();
  return lazily(runs, { device, ...sizes });
}

/**
 * On a graphics device: a kernel that is compiled when it is first known how many steps it
 * takes and where its arguments lie.
 */
function kernelRuns(
  device: GpuDevice,
  sizes: Sizes,
  plan: Plan,
  { tidy, resident, carries = false }: Extras,
): BlockOperation {
  const compiled = new Map<string, Kernel>();
  let held: Uploaded | undefined;
  const kernelFor = (steps: number, args: readonly BlockInput[]): Kernel => {
    const key = `${steps}${args.map((arg) => ('memory' in arg ? 'd' : 'h')).join('')}`;
    const kernel = compiled.get(key) ?? device.compile(plan(steps));
    compiled.set(key, kernel);
    return kernel;
  };
  return {
    run(steps, inputs, state) {
      const uploaded = state.map((input) =>
        'memory' in input ? undefined : uploadState(device, sizes, input.numbers),
      );
      held ??= resident?.();
      const args = [...inputs, ...state.map((input, i) => uploaded[i] ?? input), ...(held ? [held] : [])];
      const memory = kernelFor(steps, args).launch(args, sizes.input, tidy);
      for (const state of uploaded) state?.free();
      if (carries) {
        held?.free();
        held = { memory, slot: steps, free: () => undefined };
      }
      return memory;
    },
    free() {
      for (const kernel of compiled.values()) kernel.destroy();
      compiled.clear();
      held?.free();
      device.freed();
    },
  };
}

/** On the host's processor: a kernel of one step, launched for each step of a block. */
export function stepRuns(
  device: GpuDevice,
  { input: inputShape, shape, outputs, state: stateOutputs = [] }: Sizes,
  plan: Plan,
  { tidy }: Extras,
): BlockOperation {
  const [inputSize, size] = [sizeOf(inputShape), sizeOf(shape)];
  let kernel: Kernel | undefined;
  const step = (inputs: readonly BlockInput[], state: readonly BlockInput[]): Memory => {
    kernel ??= device.compile(plan(1));
    return kernel.launch([...inputs, ...state], inputShape, tidy);
  };
  return {
    run(steps, inputs, state) {
      if (steps === 1) return step(inputs, state);
      const numbers = inputs.map((input) => numbersOf(input, inputSize, steps));
      const results = new Float32Array(outputs * steps * size);
      let carried = state;
      for (let t = 0; t < steps; t++) {
        const own = numbers.map((all) => ({ numbers: all.subarray(t * inputSize, (t + 1) * inputSize) }));
        const memory = step(own, carried);
        const result = memory.read(0, outputs * size) as Float32Array;
        for (let o = 0; o < outputs; o++) {
          results.set(result.subarray(o * size, (o + 1) * size), (o * steps + t) * size);
        }
        carried = stateOutputs.map((slot) => ({ memory, slot }));
      }
      return new HostMemory(results);
    },
    free() {
      kernel?.destroy();
      device.freed();
    },
  };
}

/** A state of the host on the device, so that the first step's kernel is the next one's too. */
function uploadState(device: GpuDevice, { shape }: Sizes, numbers: Float32Array): Uploaded {
  const { batch, features } = layoutOf(shape);
  return device.upload(numbers, [features, batch, 1]);
}
