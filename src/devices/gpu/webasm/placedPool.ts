import { cellsOf, inputsOf, type Pooling } from '../../windows.js';
import { startOf } from '../windowSource.js';
import { eachPlaced, placedWindow } from './placedWindow.js';

/** Pooling in WebAssembly: one thread per window of the sample thread.y. */
export function placedPoolSource(pooling: Pooling): string {
  const { kind, divisor, rows, columns } = pooling;
  const take = kind === 'sum' ? 'y0 = y0 + s;' : 'if (s > y0) y0 = s;';
  return `function (a0, at0) {
    const plane = Math.floor((this.thread.x + 0.5) / ${cellsOf(pooling)});
    const cell = this.thread.x - plane * ${cellsOf(pooling)};
    ${placedWindow(pooling)}
    line = this.thread.y * ${inputsOf(pooling)} + (plane * ${rows.inputs} + top) * ${columns.inputs} + left;
    let y0 = ${startOf(pooling)};
    ${eachPlaced(pooling, `const s = a0[at]; ${take}`)}
    return ${divisor === 1 ? 'y0' : `y0 / ${divisor}`};
  }`;
}
