import { type Axis, cellsOf, inputsOf, type Pooling } from '../windows.js';
import { whole } from './source.js';
import { startOf } from './windowSource.js';

/**
 * Pooling in WebAssembly: one thread one window of the sample thread.y. Each input's place follows from the one before it, and
 * only windows that may reach beyond the inputs look where they are.
 */
export function placedPoolSource(pooling: Pooling): string {
  const { kind, divisor, rows, columns } = pooling;
  const take = kind === 'sum' ? 'y0 = y0 + s;' : 'if (s > y0) y0 = s;';
  const tests = [...inside('y', rows), ...inside('x', columns)];
  const read = `const s = a0[at];
          ${take}`;
  return `function (a0, at0) {
    ${['row', 'top', 'left', 'y', 'x', 'line', 'at'].map(whole).join('\n    ')}
    const plane = Math.floor((this.thread.x + 0.5) / ${cellsOf(pooling)});
    const cell = this.thread.x - plane * ${cellsOf(pooling)};
    row = Math.floor((cell + 0.5) / ${columns.outputs});
    top = row * ${rows.stride} - ${rows.before};
    left = (cell - row * ${columns.outputs}) * ${columns.stride} - ${columns.before};
    line = this.thread.y * ${inputsOf(pooling)} + (plane * ${rows.inputs} + top) * ${columns.inputs} + left;
    y = top;
    let y0 = ${startOf(pooling)};
    for (let ky = 0; ky < ${rows.kernel}; ky++) {
      x = left;
      at = line;
      for (let kx = 0; kx < ${columns.kernel}; kx++) {
        ${tests.length > 0 ? `if (${tests.join(' && ')}) { ${read} }` : read}
        x = x + ${columns.dilation};
        at = at + ${columns.dilation};
      }
      y = y + ${rows.dilation};
      line = line + ${rows.dilation * columns.inputs};
    }
    return ${divisor === 1 ? 'y0' : `y0 / ${divisor}`};
  }`;
}

/** What tells whether a place is one of the inputs, where not all are. */
function inside(place: string, { inputs, outputs, kernel, stride, dilation, before }: Axis): string[] {
  const last = (outputs - 1) * stride - before + (kernel - 1) * dilation;
  return [...(before > 0 ? [`${place} >= 0`] : []), ...(last >= inputs ? [`${place} < ${inputs}`] : [])];
}
