import { show } from '../check.js';
import { numbers, wholeNumber } from './check.js';
import type { TracesOptions } from './traces.js';

/** What one cell of the grid shows. */
export interface Cell {
  readonly title: string;
  readonly mem: ArrayLike<number>;
  readonly spk: ArrayLike<number>;
  readonly count: number;
  readonly spikes: number;
}

/** The cells that the options describe, one a neuron. */
export function cellsOf({ mem, spk, titles }: TracesOptions): Cell[] {
  if (!Array.isArray(mem)) throw new TypeError(`traces: mem must be an array of series, got ${show(mem)}`);
  if (mem.length === 0) throw new RangeError('traces: mem must hold one series at least, got 0');
  if (spk !== undefined && spk.length !== mem.length)
    throw new RangeError(`traces: mem has ${mem.length} series but spk ${spk.length}`);
  if (titles !== undefined && titles.length !== mem.length)
    throw new RangeError(`traces: ${mem.length} neurons need ${mem.length} titles, got ${titles.length}`);
  return mem.map((series: ArrayLike<number>, i) => {
    const title = titles?.[i] ?? `neuron ${i}`;
    const spikes = spk?.[i] ?? [];
    numbers(`traces: mem of '${title}'`, series);
    numbers(`traces: spk of '${title}'`, spikes);
    if (spk && spikes.length !== series.length)
      throw new RangeError(
        `traces: '${title}' has ${series.length} potentials but ${spikes.length} spike values`,
      );
    let total = 0;
    for (let step = 0; step < spikes.length; step++) if (spikes[step]) total++;
    return { title, mem: series, spk: spikes, count: series.length, spikes: total };
  });
}

/** Rows and columns for so many cells. */
export function gridFor(
  cells: number,
  grid: readonly [number, number] | undefined,
): readonly [number, number] {
  if (grid === undefined) {
    const columns = Math.min(4, Math.ceil(Math.sqrt(cells)));
    return [Math.ceil(cells / columns), columns];
  }
  wholeNumber('traces: grid rows', grid[0]);
  wholeNumber('traces: grid columns', grid[1]);
  if (grid[0] * grid[1] < cells)
    throw new RangeError(`traces: a grid of ${grid[0]} x ${grid[1]} has no room for ${cells} neurons`);
  return grid;
}
