import { type Axis, type Convolution, cellsOf, inputsOf, laneGroup, windowsWith } from '../../windows.js';

/**
 * Above this share of inputs that fire, to look at each input of a window is faster than lists;
 * less with few outputs per group.
 */
const mostShare = (convolution: Convolution): number => (laneGroup(convolution) > 4 ? 2 / 5 : 1 / 4);

/** Windows of one launch, and for how many entries their lists have room. */
export interface ListSizes {
  readonly lists: number;
  readonly room: number;
}

export function listSizes(convolution: Convolution, samples: number): ListSizes {
  const { channels, groups, rows, columns } = convolution;
  const lists = samples * groups * cellsOf(convolution);
  const inputs = lists * (channels / groups) * rows.kernel * columns.kernel;
  return { lists, room: Math.ceil(inputs * mostShare(convolution)) };
}

/** How many numbers lists take: a tap and a value an entry, then where the lists begin and the last one ends. */
export const listNumbers = ({ lists, room }: ListSizes): number => 2 * room + lists + 1;

/**
 * For each window its inputs that are not zero, in order, so that a kernel does not look at the others. An entry is the
 * input's tap, as the place of its weights, which are `stride` numbers a tap, and its value. The lists are [samples,
 * groups, cells], and are overwritten by the next ones. `undefined` where there is no room for them.
 */
export function windowLists(convolution: Convolution, { lists, room }: ListSizes, stride: number) {
  const { channels, groups, rows, columns } = convolution;
  const [inputs, cells, own] = [inputsOf(convolution), cellsOf(convolution), channels / groups];
  const [down, across] = [windowsOf(rows), windowsOf(columns)];
  // an input that finds room may take more than there is
  const entries = room + rows.kernel * columns.kernel;
  const [list, tap] = [new Int32Array(entries), new Int32Array(entries)];
  const value = new Float32Array(entries);
  const next = new Int32Array(lists);
  const numbers = new Float32Array(listNumbers({ lists, room }));

  /** Notes `spike` for each window that has the input at `y`, `x`; returns how many entries there are then. */
  const note = (count: number, first: number, firstTap: number, y: number, x: number, spike: number) => {
    let n = count;
    const end = across.from[x + 1]!;
    for (let r = down.from[y]!; r < down.from[y + 1]!; r++) {
      const row = first + down.window[r]! * columns.outputs;
      const rowTap = firstTap + down.tap[r]! * columns.kernel;
      for (let c = across.from[x]!; c < end; c++, n++) {
        const window = row + across.window[c]!;
        list[n] = window;
        tap[n] = (rowTap + across.tap[c]!) * stride;
        value[n] = spike;
        next[window]! += 2;
      }
    }
    return n;
  };

  const noteAll = (x: Float32Array): number => {
    let count = 0;
    for (let plane = 0, i = 0; i < x.length; plane++) {
      const group = Math.floor((plane % channels) / own);
      const first = (Math.floor(i / inputs) * groups + group) * cells;
      const firstTap = ((plane % channels) - group * own) * rows.kernel * columns.kernel;
      for (let y = 0; y < rows.inputs; y++) {
        for (let column = 0; column < columns.inputs; column++, i++) {
          const spike = x[i]!;
          if (spike === 0) continue;
          count = note(count, first, firstTap, y, column, spike);
          if (count > room) return count;
        }
      }
    }
    return count;
  };

  return (x: Float32Array): Float32Array | undefined => {
    next.fill(0);
    const count = noteAll(x);
    if (count > room) return undefined;
    let begin = 0;
    for (let l = 0; l < lists; l++) {
      const length = next[l]!;
      numbers[2 * room + l] = begin;
      next[l] = begin;
      begin += length;
    }
    numbers[2 * room + lists] = begin;
    for (let n = 0; n < count; n++) {
      const window = list[n]!;
      const at = next[window]!;
      numbers[at] = tap[n]!;
      numbers[at + 1] = value[n]!;
      next[window] = at + 2;
    }
    return numbers;
  };
}

/** For input `i` of an axis, from `from[i]` to `from[i + 1]`, the windows that have it, and as which of their taps. */
function windowsOf(axis: Axis) {
  const found = windowsWith(axis);
  const from = new Int32Array(found.length + 1);
  for (const [i, windows] of found.entries()) from[i + 1] = from[i]! + windows.length;
  const all = found.flat();
  const numbers = (name: 'window' | 'tap') => Int32Array.from(all, (entry) => entry[name]);
  return { from, window: numbers('window'), tap: numbers('tap') };
}
