import type { RecordedSignal } from '../recording.js';
import { sizeOf } from '../shape.js';
import type { Signals } from '../step.js';
import { HostTensor } from '../tensor.js';
import type { Played } from './pullSteps.js';

/**
 * Makes the steps of a recording: step k of the numbers that are given for each signal. As in the stream that was recorded,
 * the step's own signals are those of the last layer, under its name too where it was probed; where the last layer
 * was not recorded, those of the last that was.
 */
export function player(
  recorded: readonly RecordedSignal[],
): (data: readonly Float32Array[], step: number) => Played {
  const sizes = recorded.map(({ shape }) => sizeOf(shape));
  const names = [...new Set(recorded.map(({ layer }) => layer))];
  const lastName =
    recorded.find(({ last }) => last)?.layer ?? (recorded.some(({ last }) => last) ? null : names.at(-1));
  return (data, step) => {
    const layers: Record<string, Record<string, HostTensor>> = {};
    let signals: Signals = {};
    for (const name of names) {
      const own: Record<string, HostTensor> = {};
      for (let i = 0; i < recorded.length; i += 1) {
        const { layer, signal, shape } = recorded[i]!;
        if (layer !== name) continue;
        const size = sizes[i]!;
        own[signal] = new HostTensor(shape, data[i]!.subarray(step * size, (step + 1) * size));
      }
      if (name !== null) layers[name] = own;
      if (name === lastName) signals = own;
    }
    return { signals, layers };
  };
}
