import { type Convolution, cellsOf, laneGroup } from '../../windows.js';
import { eachPlaced, placedWindow, wholes } from './placedWindow.js';
import type { ListSizes } from './windowLists.js';

/*
 * Convolutions in WebAssembly. One thread per output: thread.x is the lane, so that the threads that run side by side
 * have the same window, thread.y of the sample thread.z, and skip the same inputs.
 */

/** From lists of the inputs that fired, see `windowLists`. */
export function listedConvSource(convolution: Convolution, { room }: ListSizes): string {
  const { groups } = convolution;
  return `function (a0, at0) {
    ${wholes('next', 'end', 'tap', 'lane')}
    ${laneOf(convolution)}
    next = this.thread.z * ${groups * cellsOf(convolution)} + this.thread.y;
    end = a0[next + ${2 * room + 1}];
    next = a0[next + ${2 * room}];
    let sum = this.constants.bias[lane];
    for (let n = 0; next < end; n++) {
      tap = a0[next];
      sum = sum + a0[next + 1] * this.constants.weight[tap + lane];
      next = next + 2;
    }
    return sum;
  }`;
}

/** From all inputs. */
export function everyConvSource(convolution: Convolution): string {
  const { groups, channels, rows, columns } = convolution;
  const own = channels / groups;
  const stride = groups * laneGroup(convolution);
  const plane = rows.inputs * columns.inputs;
  const add = 'const s = a0[at]; if (s !== 0) sum = sum + s * this.constants.weight[tap];';
  return `function (a0, at0) {
    ${wholes('lane', 'tap')}
    ${laneOf(convolution)}
    const cell = this.thread.y - group * ${cellsOf(convolution)};
    ${placedWindow(convolution)}
    line = this.thread.z * ${channels * plane} + group * ${own * plane} + top * ${columns.inputs} + left;
    tap = lane;
    let sum = this.constants.bias[lane];
    for (let c = 0; c < ${own}; c++) {
      ${eachPlaced(convolution, add, `tap = tap + ${stride};`)}
      line = line + ${plane} - ${rows.kernel * rows.dilation * columns.inputs};
    }
    return sum;
  }`;
}

/** The group of the window thread.y, and which of all lanes this thread is. */
function laneOf(convolution: Convolution): string {
  const one = convolution.groups === 1;
  return `const group = ${one ? '0' : `Math.floor((this.thread.y + 0.5) / ${cellsOf(convolution)})`};
    lane = group * ${laneGroup(convolution)} + this.thread.x;`;
}
