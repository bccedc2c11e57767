import type { DenseWeights } from '../device.js';
import type { NeuronModel } from '../model.js';
import { float32 } from './float32.js';

/**
 * The kernels, as source text: gpu.js parses text anyway, text survives a minifier, and sizes stand in it as
 * literals, which WebGL wants for loops. Argument `aI` holds slots of [batch, features]; `atI` is its first one.
 */
export interface KernelSource {
  readonly source: string;
  readonly constants: Readonly<Record<string, Constant>>;
}

/** A number, a vector, or a matrix of rows of `width` numbers. */
export type Constant = number | Float32Array | Matrix;

export interface Matrix {
  readonly numbers: Float32Array;
  readonly width: number;
}

/** The parameters of a kernel of `count` arguments. */
const head = (count: number): string =>
  Array.from({ length: count }, (_, i) => `a${i}`)
    .concat(Array.from({ length: count }, (_, i) => `at${i}`))
    .join(', ');

/**
 * A local variable that is a whole number. gpu.js makes every other one a float32, loop counters too, and
 * turning it into a place in an array takes longer than four products and sums; what begins as a number of
 * threads and is counted with ++ stays whole.
 */
export const whole = (name: string): string => `let ${name} = this.output.z; ${name}++;`;

/**
 * One thread per output: the sum over the inputs that are not zero. a1 are the weights, [inputs,
 * outputs]; thread.z is the step.
 */
export function denseSource({ inputs }: DenseWeights): string {
  return `function (${head(2)}) {
    let sum = this.constants.bias[this.thread.x];
    for (let i = 0; i < ${inputs}; i++) {
      const s = a0[at0 + this.thread.z][this.thread.y][i];
      if (s !== 0) sum = sum + s * a1[at1][i][this.thread.x];
    }
    return sum;
  }`;
}

/**
 * For the mode `cpu`, which computes in float64 and so rounds after each operation. One thread per four
 * outputs: each input is read once for four, and skipped at once where it did not fire. `weight` is [inputs,
 * stride] with the stride a multiple of 4.
 */
export function wideDenseSource({ inputs }: DenseWeights): string {
  const lanes = ['p', 'q', 'r', 's'];
  const place = (k: number) => `this.thread.x * 4 + ${k}`;
  const add = (lane: string, k: number) =>
    `${lane} = Math.fround(${lane} + Math.fround(x * this.constants.weight[i][${place(k)}]));`;
  return `function (${head(1)}) {
    ${lanes.map((lane, k) => `let ${lane} = this.constants.bias[${place(k)}];`).join('\n    ')}
    for (let i = 0; i < ${inputs}; i++) {
      const x = a0[at0][this.thread.y][i];
      if (x !== 0) {
        ${lanes.map(add).join('\n        ')}
      }
    }
    return [${lanes.join(', ')}];
  }`;
}

/** How a kernel reads a parameter of one value a neuron. */
export type VectorText = (name: string) => string;

/** One thread per signal, neuron and step; thread.z picks the signal. `exact` rounds as float32 does. */
export function neuronSource(model: NeuronModel, vectors: VectorText, exact: boolean): string {
  const results = model.outputs.map((output, z) => {
    const value = `return ${model.code.results.get(output)};`;
    return z < model.outputs.length - 1 ? `if (this.thread.z === ${z}) { ${value} }` : value;
  });
  const body = `${model.code.body}\n${results.join('\n')}`;
  return `function (${head(model.inputs.length + model.state.length)}) {
    ${readsOf(model, vectors, (i) => `a${i}[at${i}]`)}
    ${exact ? float32(body) : body}
  }`;
}

/**
 * The same for a block of steps: each thread runs its neuron from the block's first step to its own, so that one launch
 * does for all. thread.z counts the steps of the first signal, then those of the second, and so on.
 */
export function neuronBlockSource(model: NeuronModel, vectors: VectorText, steps: number): string {
  const { inputs, state, outputs, code } = model;
  const slot = (i: number) => (i < inputs.length ? `a${i}[at${i} + rxStep]` : `a${i}[at${i}]`);
  const own = (i: number) => `${slot(i)}[this.thread.y][this.thread.x]`;
  const carried = state.map((name) => code.reads.get(name) ?? `rxState${name}`);
  const starts = carried.map((name, i) => `let ${name} = ${own(inputs.length + i)};`);
  const arrivals = inputs.flatMap((name, i) =>
    code.reads.has(name) ? [`const ${code.reads.get(name)} = ${own(i)};`] : [],
  );
  const nexts = [...new Set([...outputs, ...state])].map(
    (name) => `const rxNext${name} = ${code.results.get(name)};`,
  );
  const picks = outputs.map((name, z) => `if (rxSignal === ${z}) { rxResult = rxNext${name}; }`);
  return `function (${head(inputs.length + state.length)}) {
    let rxLast = this.thread.z;
    let rxSignal = 0;
    ${outputs
      .slice(1)
      .map(() => `if (rxLast >= ${steps}) { rxLast = rxLast - ${steps}; rxSignal = rxSignal + 1; }`)
      .join('\n    ')}
    ${readsOf(model, vectors, slot, state)}
    ${starts.join('\n    ')}
    let rxResult = 0;
    for (let rxStep = 0; rxStep < ${steps}; rxStep++) {
      if (rxStep <= rxLast) {
        ${arrivals.join('\n        ')}
        ${code.body}
        ${nexts.join('\n        ')}
        ${picks.join('\n        ')}
        ${state.map((name, i) => `${carried[i]} = rxNext${name};`).join('\n        ')}
      }
    }
    return rxResult;
  }`;
}

/** One thread per neuron: is its value the first largest of its sample? thread.z is the step. */
export function winnerSource(features: number): string {
  return `function (${head(1)}) {
    const own = a0[at0 + this.thread.z][this.thread.y][this.thread.x];
    let win = 1;
    for (let i = 0; i < ${features}; i++) {
      const other = a0[at0 + this.thread.z][this.thread.y][i];
      if (other > own) win = 0;
      if (other === own && i < this.thread.x) win = 0;
    }
    return win;
  }`;
}

/** Copies its argument: how numbers of the host become a texture. */
export const copySource = `function (a0) { return a0[this.thread.z][this.thread.y][this.thread.x]; }`;

/** Constants for what the step reads: of arguments by `slot`, of parameters by name; `except` are read elsewhere. */
function readsOf(
  model: NeuronModel,
  vectors: VectorText,
  slot: (i: number) => string,
  except?: readonly string[],
): string {
  const values = [...model.inputs, ...model.state];
  const lines: string[] = [];
  for (const [name, local] of model.code.reads) {
    const i = values.indexOf(name);
    if (i >= 0 && except) continue;
    if (i >= 0) lines.push(`const ${local} = ${slot(i)}[this.thread.y][this.thread.x];`);
    else {
      const one = typeof model.params[name] === 'number';
      lines.push(`const ${local} = ${one ? `this.constants.${name}` : vectors(name)};`);
    }
  }
  return lines.join('\n    ');
}
