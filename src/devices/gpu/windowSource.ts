import { type Axis, type Convolution, cellsOf, laneGroup, type Pooling, type Windows } from '../windows.js';

/** Wraps what a device that computes in float64 must round. */
export type Round = (expression: string) => string;

/** A quotient of whole numbers, rounded down; the half keeps inexact divisions of a graphics card on the right side. */
const quotient = (a: string, b: number): string => (b === 1 ? a : `Math.floor((${a} + 0.5) / ${b})`);

/**
 * One thread per output: bias, then the products of the inputs that are not zero. a1 are the weights, [outputs, taps];
 * thread.z is the step.
 */
export function convSource(convolution: Convolution): string {
  const { outputs, groups, channels, rows, columns } = convolution;
  const [own, taps] = [channels / groups, rows.kernel * columns.kernel];
  return `function (a0, a1, at0, at1) {
    ${windowOf(convolution, 'this.thread.x')}
    const group = ${quotient('plane', outputs / groups)};
    let sum = this.constants.bias[plane];
    for (let c = 0; c < ${own}; c++) {
      ${eachInput(
        convolution,
        `(group * ${own} + c)`,
        `const s = a0[at0 + this.thread.z][this.thread.y][i];
            if (s !== 0) sum = sum + s * a1[at1][plane][c * ${taps} + ky * ${columns.kernel} + kx];`,
      )}
    }
    return sum;
  }`;
}

/**
 * For the mode `cpu`, which computes in float64 and so rounds after each operation. One thread per four outputs of one
 * place: each input is read once for four, and skipped at once where it did not fire. The constants are flat [taps,
 * groups, lanes] and [groups, lanes], the threads go [groups, lanes / 4, places].
 */
export function wideConvSource(convolution: Convolution): string {
  const { groups, channels, rows, columns } = convolution;
  const [own, taps, width] = [channels / groups, rows.kernel * columns.kernel, laneGroup(convolution)];
  const lanes = ['p', 'q', 'r', 's'];
  const add = (lane: string, k: number) =>
    `${lane} = Math.fround(${lane} + Math.fround(s0 * this.constants.weight[w + ${k}]));`;
  return `function (a0, at0) {
    ${windowOf(convolution, 'this.thread.x')}
    const o = plane * 4;
    const group = ${quotient('o', width)};
    ${lanes.map((lane, k) => `let ${lane} = this.constants.bias[o + ${k}];`).join('\n    ')}
    for (let c = 0; c < ${own}; c++) {
      ${eachInput(
        convolution,
        `(group * ${own} + c)`,
        `const s0 = a0[at0][this.thread.y][i];
            if (s0 !== 0) {
              const w = o + (c * ${taps} + ky * ${columns.kernel} + kx) * ${width * groups};
              ${lanes.map(add).join('\n              ')}
            }`,
      )}
    }
    return [${lanes.join(', ')}];
  }`;
}

/**
 * What the sum or the largest of a window begins with: no number is below this one, and WebGL has no literal for infinity.
 */
export const startOf = ({ kind }: Pooling): string => (kind === 'sum' ? '0' : '-3.4028234663852886e38');

/** One thread per window; thread.z is the step. */
export function poolSource(pooling: Pooling, round: Round): string {
  const { kind, divisor } = pooling;
  const take = kind === 'sum' ? `y0 = ${round('y0 + s')};` : 'if (s > y0) y0 = s;';
  return `function (a0, at0) {
    ${windowOf(pooling, 'this.thread.x')}
    let y0 = ${startOf(pooling)};
    ${eachInput(
      pooling,
      'plane',
      `const s = a0[at0 + this.thread.z][this.thread.y][i];
            ${take}`,
    )}
    return ${divisor === 1 ? 'y0' : round(`y0 / ${divisor}`)};
  }`;
}

/**
 * One thread per neuron and step, then one per neuron and each of the last `most` inputs, which the next block needs:
 * thread.z counts the steps and then these inputs. a1 holds those of the block before.
 */
export function delaySource(delays: number | Int32Array, most: number, steps: number): string {
  const own = typeof delays === 'number' ? `${delays}` : 'this.constants.delays[this.thread.x]';
  return `function (a0, a1, at0, at1) {
    let from = this.thread.z - ${most};
    if (this.thread.z < ${steps}) from = this.thread.z - ${own};
    let y = 0;
    if (from >= 0) y = a0[at0 + from][this.thread.y][this.thread.x];
    else y = a1[at1 + ${most} + from][this.thread.y][this.thread.x];
    return y;
  }`;
}

/** The plane of output `o`, and where its window begins. */
function windowOf(windows: Windows, o: string): string {
  const { rows, columns } = windows;
  const cells = cellsOf(windows);
  return `const plane = ${quotient(o, cells)};
    const cell = ${o} - plane * ${cells};
    const row = ${quotient('cell', columns.outputs)};
    const top = row * ${rows.stride} - ${rows.before};
    const left = (cell - row * ${columns.outputs}) * ${columns.stride} - ${columns.before};`;
}

/** Runs `body` for each input `i` of the window in the plane `plane`, at its tap `ky`, `kx`. */
function eachInput({ rows, columns }: Windows, plane: string, body: string): string {
  return `for (let ky = 0; ky < ${rows.kernel}; ky++) {
        const y = top + ky * ${rows.dilation};
        if (${inside('y', rows)}) for (let kx = 0; kx < ${columns.kernel}; kx++) {
          const x = left + kx * ${columns.dilation};
          if (${inside('x', columns)}) {
            const i = (${plane} * ${rows.inputs} + y) * ${columns.inputs} + x;
            ${body}
          }
        }
      }`;
}

const inside = (place: string, { inputs }: Axis): string => `${place} >= 0 && ${place} < ${inputs}`;
