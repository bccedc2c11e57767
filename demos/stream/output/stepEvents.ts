import { defer, map, type OperatorFunction } from 'rxjs';
import type { Step } from 'rxsnn';
import type { Layer } from '../network.js';

/** What one layer did in one step. */
export interface LayerEvents {
  readonly layer: string;
  /** The neurons that fired, in ascending order. */
  readonly events: readonly number[];
  /** In the last step of a window: how often each neuron fired in it. */
  readonly counts?: readonly number[];
}

export interface StepEvents {
  readonly t: number;
  readonly layers: readonly LayerEvents[];
}

/** Emits, for each step, the address events of `layers`, and their counts at the end of each `window` of steps. */
export function stepEvents(layers: readonly Layer[], window: number): OperatorFunction<Step, StepEvents> {
  return (source) =>
    defer(() => {
      const counts = layers.map(({ neurons }) => new Uint32Array(neurons));
      const read = (step: Step, name: string, count: Uint32Array): LayerEvents => {
        const { data } = step.layers[name]!.spk!;
        const events: number[] = [];
        for (let neuron = 0; neuron < data.length; neuron++) {
          if (data[neuron] === 0) continue;
          events.push(neuron);
          count[neuron]! += 1;
        }
        if ((step.t + 1) % window !== 0) return { layer: name, events };
        const full = { layer: name, events, counts: [...count] };
        count.fill(0);
        return full;
      };
      return source.pipe(
        map((step) => ({
          t: step.t,
          layers: layers.map(({ name }, i) => read(step, name, counts[i]!)),
        })),
      );
    });
}
