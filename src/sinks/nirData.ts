import { number, oneOf } from '../check.js';
import { writeHdf5 } from '../io/hdf5/writeHdf5.js';
import { nirDataTree } from '../io/recording/nirDataTree.js';
import { optionsOf } from '../options.js';
import { EXPORT, type ExportOptions, exportTo } from './exportTo.js';
import type { Sink } from './sink.js';

export interface NirDataOptions extends ExportOptions {
  /** Seconds per step. */
  readonly dt: number;
  /** How spikes are written: `'grid'` (default), a value a step; `'events'`, the neuron and the time of each. */
  readonly spikes?: 'grid' | 'events';
}

/**
 * Records in memory and writes an NIRData file (HDF5), the form in which NIR's frameworks exchange traces, and emits
 * the path once it is there. Python reads it with `nir.read_data`.
 *
 * A node has the name of its probe, which is to be that of the node in the NIR graph; a last layer that was
 * not probed is `output`. Observables: `spk` is `spikes`, `mem` is `membrane`, others keep their names. A
 * grid is `[samples, steps, neurons]`, of booleans for spikes of 0 and 1, else of float32. The time of an
 * event is the middle of its step.
 *
 * What is kept is what `record` keeps; the memory is twice that of the numbers. The file appears whole or not at all; in a
 * page it is offered as a download.
 *
 * Throws for arguments out of range; everything later goes down the error channel.
 * Source: https://github.com/neuromorphs/NIR, `nir/data_ir` and `write_data`.
 *
 * @example
 * await lastValueFrom(steps$.pipe(nirData('traces.h5', { layers: ['hidden'], dt: 1e-4 })));
 */
export function nirData(path: string, options: NirDataOptions): Sink<string> {
  const names = [...EXPORT, 'dt', 'spikes'] as const;
  const { dt, spikes = 'grid', ...exported } = optionsOf('nirData', options ?? {}, names);
  number('nirData: dt', dt, { above: 0 });
  oneOf('nirData: spikes', ['grid', 'events'], spikes);
  return exportTo('nirData', path, exported, (traces) => writeHdf5(nirDataTree(traces, dt, spikes)));
}
