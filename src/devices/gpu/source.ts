import type { Layout } from '../../shape.js';
import type { DenseWeights } from '../device.js';
import type { NeuronModel } from '../model.js';
import { float32 } from './float32.js';

/**
 * The kernels, as source text: gpu.js parses text anyway, text survives a minifier, and sizes stand in it as
 * literals, which WebGL wants for loops. `plane` is where an argument's numbers lie in its (stacked) tensor.
 */
export interface KernelSource {
  readonly source: string;
  readonly constants: Readonly<Record<string, Constant>>;
}

/** A number, a vector, or a row-major matrix of `columns`. */
export type Constant = number | Float32Array | { readonly data: Float32Array; readonly columns: number };

/** The name of argument i in every kernel. */
const arg = (i: number): string => `a${i}`;

const args = (count: number): string => Array.from({ length: count }, (_, i) => arg(i)).join(', ');

/** One thread an output: the sum over the inputs that are not zero. `weight` is [inputs, outputs]. */
export function denseSource({ inputs }: DenseWeights, plane: number): string {
  return `function (a0) {
    let sum = this.constants.bias[this.thread.x];
    for (let i = 0; i < ${inputs}; i++) {
      const s = a0[${plane}][this.thread.y][i];
      if (s !== 0) sum = sum + s * this.constants.weight[i][this.thread.x];
    }
    return sum;
  }`;
}

/**
 * One thread four outputs: each input is read once for four, and skipped at once where it did not fire. `weight` is
 * flat [inputs, stride] with the stride a multiple of 4. `round` wraps what a float64 device must round.
 */
export function wideDenseSource(
  { inputs }: DenseWeights,
  stride: number,
  round: (expression: string) => string,
): string {
  const lanes = ['p', 'q', 'r', 's'];
  const add = (lane: string, k: number) =>
    `${lane} = ${round(`${lane} + ${round(`x * this.constants.weight[w + ${k}]`)}`)};`;
  return `function (a0) {
    const o = this.thread.x * 4;
    ${lanes.map((lane, k) => `let ${lane} = this.constants.bias[o + ${k}];`).join('\n    ')}
    for (let i = 0; i < ${inputs}; i++) {
      const x = a0[0][this.thread.y][i];
      if (x !== 0) {
        const w = o + i * ${stride};
        ${lanes.map(add).join('\n        ')}
      }
    }
    return [${lanes.join(', ')}];
  }`;
}

/** One thread one signal of one neuron; thread.z picks the signal. */
export function neuronSource(model: NeuronModel, planes: readonly number[], exact: boolean): string {
  const { code, inputs, state, params } = model;
  const values = [...inputs, ...state];
  const lines: string[] = [];
  for (const [name, local] of code.reads) {
    const index = values.indexOf(name);
    const vector = typeof params[name] !== 'number';
    if (index >= 0) {
      lines.push(`const ${local} = ${arg(index)}[${planes[index]}][this.thread.y][this.thread.x];`);
    } else {
      lines.push(`const ${local} = this.constants.${name}${vector ? '[this.thread.x]' : ''};`);
    }
  }
  const results = model.outputs.map((output, z) => {
    const value = `return ${code.results.get(output)};`;
    return z < model.outputs.length - 1 ? `if (this.thread.z === ${z}) { ${value} }` : value;
  });
  const body = `${code.body}\n${results.join('\n')}`;
  return `function (${args(values.length)}) {\n${lines.join('\n')}\n${exact ? float32(body) : body}\n}`;
}

/** One thread one neuron: is its value the first largest of its sample? */
export function winnerSource({ features }: Layout, plane: number): string {
  return `function (a0) {
    const own = a0[${plane}][this.thread.y][this.thread.x];
    let win = 1;
    for (let i = 0; i < ${features}; i++) {
      const other = a0[${plane}][this.thread.y][i];
      if (other > own) win = 0;
      if (other === own && i < this.thread.x) win = 0;
    }
    return win;
  }`;
}

/** Copies its argument: how numbers of the host become a texture. */
export const copySource = `function (a0) { return a0[this.thread.z][this.thread.y][this.thread.x]; }`;
