import type { Layer } from './network.js';
import { KEPT } from './protocol.js';

/** Most bytes that values over time take; where they would take more, fewer steps are kept. */
const MOST = 64 << 20;

/** Where each layer lies among the numbers of a step. */
export class Layout {
  /** First word of each layer's spikes. */
  readonly wordAt: readonly number[];
  readonly words: number;
  /** First value of each layer that does not spike. */
  readonly valueAt: readonly number[];
  readonly values: number;

  constructor(readonly layers: readonly Layer[]) {
    const words = layers.map(({ signal, neurons }) => (signal === 'spk' ? wordsOf(neurons) : 0));
    const values = layers.map(({ signal, neurons }) => (signal === 'spk' ? 0 : neurons));
    [this.wordAt, this.words] = placed(words);
    [this.valueAt, this.values] = placed(values);
  }
}

/** Where each begins when they lie one behind the other, and how much they are together. */
export function placed(sizes: readonly number[]): [starts: readonly number[], all: number] {
  let all = 0;
  const starts = sizes.map((size) => {
    all += size;
    return all - size;
  });
  return [starts, all];
}

/** How many words a layer's spikes take. */
export const wordsOf = (neurons: number): number => Math.ceil(neurons / 32);

/** How many steps are kept of so many values a step. */
export const depthOf = (values: number): number =>
  Math.max(1, Math.min(KEPT, Math.floor(MOST / (4 * Math.max(1, values)))));
