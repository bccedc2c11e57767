import { HostTensor, type Tensor } from '../tensor.js';
import { type Decode, type Outputs, winners } from './readout.js';

export interface FirstSpikes {
  /** Step of the first spike of each class, counted from 0; the last step so far where there is none. [batch, classes]. */
  readonly times: Tensor;
}

/**
 * The class that spiked first, the first of several; a class without a spike counts as one that spikes in the last step so
 * far. In float32, as snnTorch: the time is spk(t + 1) - 1, so that a graded spike weighs in with its value.
 */
export function firstSpikes(sizes: Outputs): Decode<FirstSpikes> {
  const { batch, outputs, classes } = sizes;
  const first = new Float32Array(batch * outputs);
  return (spk, count) => {
    const times = new Float32Array(batch * classes).fill(Number.POSITIVE_INFINITY);
    for (let i = 0; i < spk.length; i++) {
      if (first[i] === 0) first[i] = spk[i]! * (count + 1);
      const time = Math.fround((first[i] || count + 1) - 1);
      const group = Math.floor((i * classes) / outputs);
      times[group] = Math.min(times[group]!, time);
    }
    return {
      classes: winners(times, sizes, (a, b) => a < b),
      times: new HostTensor([batch, classes], times),
    };
  };
}
