import type { Device } from '../devices/device.js';
import { DeviceTensor, owned } from '../devices/deviceTensor.js';
import { HostMemory, type Place } from '../devices/memory.js';
import type { LayerContext, RunningLayer } from '../layers/layer.js';
import type { Signals } from '../step.js';
import { HostTensor, retainAll, type Tensor } from '../tensor.js';

/** A step that waits to be computed. */
interface Pending {
  readonly inputs: readonly Tensor[];
  readonly release: () => void;
  readonly within: Readonly<Record<string, Placeholders>>;
}

type Placeholders = Readonly<Record<string, DeviceTensor>>;

/**
 * A layer that computes step by step, made to wait until a block of steps is there or somebody asks for a result: what comes
 * before it is then computed in blocks. The first step does not wait, since it shows what signals there are.
 */
export function deferred(running: RunningLayer, { device, block }: LayerContext): RunningLayer {
  let pending: Pending[] = [];
  let within: Readonly<Record<string, Signals>> = {};
  let own = '';
  let waits: boolean | undefined;
  const kept: Place[] = [];
  let failure: { readonly error: unknown } | undefined;

  const compute = (): void => {
    const waiting = pending;
    pending = [];
    letGo(kept);
    let done = 0;
    try {
      if (failure) throw failure.error;
      for (const { inputs, release, within } of waiting) {
        running.next(...(inputs as [Tensor]));
        kept.push(...fill(within, running.within!, device));
        release();
        done += 1;
      }
    } catch (error) {
      failure = { error };
      for (const { release } of waiting.slice(done)) release();
      throw error;
    }
  };
  const first = (inputs: readonly Tensor[]): Signals => {
    const signals = running.next(...(inputs as [Tensor]));
    within = running.within!;
    own = Object.keys(within).find((name) => within[name] === signals)!;
    const tensors = Object.values(within).flatMap((layer) => Object.values(layer));
    waits = tensors.every((tensor) => owned(device, tensor) || tensor instanceof HostTensor);
    return signals;
  };
  return {
    next(...inputs) {
      if (!waits) return first(inputs);
      const placeholders = placeholdersFor(within, device, compute);
      pending.push({ inputs, release: retainAll(inputs), within: placeholders });
      within = placeholders;
      if (pending.length >= block) compute();
      return within[own]!;
    },
    get within() {
      return within;
    },
    save() {
      compute();
      return running.save!();
    },
    load(state) {
      compute();
      running.load!(state);
    },
    free() {
      try {
        compute();
      } catch {
        // a teardown must not throw; whoever asks for the results gets the error
      }
      letGo(kept);
      running.free();
    },
  };
}

/** Tensors that are computed when they are asked for, like those of the step before; what was one object stays one. */
function placeholdersFor(
  like: Readonly<Record<string, Signals>>,
  device: Device,
  compute: () => void,
): Readonly<Record<string, Placeholders>> {
  const made = new Map<Signals, Placeholders>();
  for (const layer of new Set(Object.values(like))) {
    const tensors = Object.entries(layer).map(([signal, { shape }]) => [
      signal,
      new DeviceTensor(shape, device, compute),
    ]);
    made.set(layer, Object.fromEntries(tensors));
  }
  return Object.fromEntries(Object.entries(like).map(([name, layer]) => [name, made.get(layer)!]));
}

/** Gives placeholders the numbers of the step; returns where they are, each retained. */
function fill(
  within: Readonly<Record<string, Placeholders>>,
  computed: Readonly<Record<string, Signals>>,
  device: Device,
): readonly Place[] {
  const places: Place[] = [];
  const filled = new Set<Placeholders>();
  for (const [name, placeholders] of Object.entries(within)) {
    if (filled.has(placeholders)) continue;
    filled.add(placeholders);
    for (const [signal, placeholder] of Object.entries(placeholders)) {
      const tensor = computed[name]![signal]!;
      const place = owned(device, tensor) ? tensor.place : { memory: new HostMemory(tensor.data), slot: 0 };
      place.memory.retain(place.slot);
      places.push(place);
      placeholder.fill(place.memory, place.slot);
    }
  }
  return places;
}

/** Lets memories go as their operations would have: what no layer took up is read before. */
function letGo(kept: Place[]): void {
  for (const { memory, slot } of kept.splice(0)) {
    memory.rescue();
    memory.release(slot);
  }
}
