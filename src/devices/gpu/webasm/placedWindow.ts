import type { Axis, Windows } from '../../windows.js';
import { whole } from '../source.js';

/*
 * Walks over a window for WebAssembly: each input's place follows from the one before it, as a whole number, and only
 * windows that may reach beyond the inputs look where they are.
 */

/** Local variables that are whole numbers, see `whole`. */
export const wholes = (...names: string[]): string => names.map(whole).join('\n    ');

/** Declares what the walk needs, and finds the first row and column of window `cell` of a plane, `top` and `left`. */
export function placedWindow({ rows, columns }: Windows): string {
  return `${wholes('top', 'left', 'y', 'x', 'line', 'at')}
    const row = Math.floor((cell + 0.5) / ${columns.outputs});
    top = row * ${rows.stride} - ${rows.before};
    left = (cell - row * ${columns.outputs}) * ${columns.stride} - ${columns.before};`;
}

/**
 * Runs `body` for each input of a window in one plane, which lies at `at`, and `always` at each tap. `line` is where
 * the window begins, and afterwards as many rows further on as it has.
 */
export function eachPlaced({ rows, columns }: Windows, body: string, always = ''): string {
  const tests = [...inside('y', rows), ...inside('x', columns)];
  return `y = top;
      for (let ky = 0; ky < ${rows.kernel}; ky++) {
        x = left;
        at = line;
        for (let kx = 0; kx < ${columns.kernel}; kx++) {
          ${tests.length > 0 ? `if (${tests.join(' && ')}) { ${body} }` : body}
          x = x + ${columns.dilation};
          at = at + ${columns.dilation};
          ${always}
        }
        y = y + ${rows.dilation};
        line = line + ${rows.dilation * columns.inputs};
      }`;
}

/** What tells whether a place is one of the inputs, where not all are. */
function inside(place: string, { inputs, outputs, kernel, stride, dilation, before }: Axis): string[] {
  const last = (outputs - 1) * stride - before + (kernel - 1) * dilation;
  return [...(before > 0 ? [`${place} >= 0`] : []), ...(last >= inputs ? [`${place} < ${inputs}`] : [])];
}
