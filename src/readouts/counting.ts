import { HostTensor, type Tensor } from '../tensor.js';
import { type Decode, type Outputs, winners } from './readout.js';

export interface Counts {
  /** Spikes of each class so far, [batch, classes]; graded spikes add their value. */
  readonly counts: Tensor;
}

/** The class with the most spikes so far, the first of several. */
export function counting(sizes: Outputs): Decode<Counts> {
  const { batch, outputs, classes } = sizes;
  const sums = new Float64Array(batch * classes);
  return (spk) => {
    for (let i = 0; i < spk.length; i++) sums[Math.floor((i * classes) / outputs)]! += spk[i]!;
    const counts = new HostTensor([batch, classes], Float32Array.from(sums));
    return { classes: winners(sums, sizes, (a, b) => a > b), counts };
  };
}
