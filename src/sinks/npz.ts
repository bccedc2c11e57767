import { writeNpz } from '../io/npz.js';
import { optionsOf } from '../options.js';
import { EXPORT, type ExportOptions, exportTo } from './exportTo.js';
import type { Sink } from './sink.js';

export interface NpzOptions extends ExportOptions {
  /** Packs the arrays, as `numpy.savez_compressed`; spikes shrink to a few percent. Default true. */
  readonly compress?: boolean;
}

/**
 * Records in memory and writes an `.npz` file, which `numpy.load` reads, and emits the path once it is there: one float32
 * array `[steps, batch, ...features]` a signal, named `hidden.spk` after the probe and the signal; those of a last layer
 * that was not probed are `spk`, `mem`.
 *
 * What is kept is what `record` keeps. The memory is twice that of the numbers: `replay('run.rec', { from, to })` cuts a
 * recording that is too large. The file appears whole or not at all; in a page it is offered as a download.
 *
 * Throws for arguments out of range; everything later goes down the error channel.
 *
 * @example
 * await lastValueFrom(replay('run.rec').pipe(npz('run.npz', { layers: ['hidden'], signals: ['spk'] })));
 * // numpy: np.load('run.npz')['hidden.spk'].shape == (200, 1, 1000)
 */
export function npz(path: string, options: NpzOptions = {}): Sink<string> {
  const { compress = true, ...exported } = optionsOf('npz', options, [...EXPORT, 'compress']);
  return exportTo('npz', path, exported, ({ signals, data, steps }) => {
    const arrays = signals.map(({ layer, signal, shape }, i) => {
      const name = layer === null ? signal : `${layer}.${signal}`;
      return [name, { shape: [steps, ...shape], data: data[i]! }] as const;
    });
    return writeNpz(Object.fromEntries(arrays), { compress });
  });
}
