import type { DenseWeights } from '../../device.js';
import type { KernelPlan } from '../kernel.js';
import { whole } from '../source.js';

/** Outputs of one thread, and threads that WebAssembly runs side by side. */
const [each, lanes] = [4, 4];

/** Numbers in the list of a row of inputs: how many follow, then the place and the value of each input that is not zero. */
export const listSize = (inputs: number): number => 1 + 2 * inputs;

/** For each row of inputs its list, so that a kernel does not look at inputs that did not fire. */
export function listed(x: Float32Array, inputs: number): Float32Array {
  const lists = new Float32Array((x.length / inputs) * listSize(inputs));
  for (let from = 0, first = 0; from < x.length; from += inputs, first += listSize(inputs)) {
    let next = first + 1;
    for (let i = 0; i < inputs; i++) {
      const value = x[from + i]!;
      lists[next] = i;
      lists[next + 1] = value;
      if (value !== 0) next += 2;
    }
    lists[first] = next - first - 1;
  }
  return lists;
}

/** Currents that a step of one sample has room for: as many as the threads that run side by side return. */
export const strideOf = ({ outputs }: DenseWeights): number =>
  Math.ceil(outputs / (each * lanes)) * each * lanes;

/** The currents of lists in WebAssembly, a step of `batch` samples: [batch, stride]. */
export function listedDense(weights: DenseWeights, batch: number): KernelPlan {
  const stride = strideOf(weights);
  const bias = new Float32Array(stride);
  if (weights.bias) bias.set(weights.bias);
  const parts = Object.fromEntries(partsOf(weights, stride).map((part, k) => [`w${k}`, part]));
  return {
    source: listedSource(weights),
    constants: { bias, ...parts },
    threads: [stride / each, batch, 1],
  };
}

/**
 * One thread per four outputs: thread.y is the sample, and a0 its list. The weights are four
 * arrays, one an output of a thread.
 */
function listedSource({ inputs }: DenseWeights): string {
  const outputs = Array.from({ length: each }, (_, k) => k);
  const lines = (text: (k: number) => string) => outputs.map(text).join('\n    ');
  return `function (a0, at0) {
    ${['next', 'end', 'input', 'lane'].map(whole).join('\n    ')}
    ${lines((k) => `let cur${k} = this.constants.bias[this.thread.x * ${each} + ${k}];`)}
    lane = (this.thread.x >> 2) * ${inputs * lanes} + (this.thread.x & ${lanes - 1});
    next = this.thread.y * ${listSize(inputs)};
    end = a0[next];
    next++;
    end = end + next;
    for (let n = 0; next < end; n++) {
      input = a0[next];
      const x = a0[next + 1];
      ${lines((k) => `cur${k} = cur${k} + x * this.constants.w${k}[lane + input * ${lanes}];`)}
      next = next + 2;
    }
    return [${outputs.map((k) => `cur${k}`).join(', ')}];
  }`;
}

/** Each as [threads / 4, inputs, 4]: what four threads read lies side by side, and the next input's behind it. */
function partsOf({ inputs, outputs, weight }: DenseWeights, stride: number): Float32Array[] {
  const parts = Array.from({ length: each }, () => new Float32Array((stride / each) * inputs));
  for (let o = 0, from = 0; o < outputs; o++) {
    const part = parts[o % each]!;
    const thread = Math.floor(o / each);
    const lane = thread % lanes;
    let at = (thread - lane) * inputs + lane;
    for (const end = from + inputs; from < end; from++, at += lanes) part[at] = weight[from]!;
  }
  return parts;
}
