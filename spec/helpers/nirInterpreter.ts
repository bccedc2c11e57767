import type { NirArray, NirNode } from 'rxsnn';
import type { Semantics } from '../../src/layers/nir/semantics.js';

/** One step of one sample, row-major. */
export type NodeStep = (x: Float32Array) => Float32Array;

type Shape = readonly number[];
type Of<Type> = Extract<NirNode, { type: Type }>;
type Numbers = (i: number) => number;

const f = Math.fround;
const DT = f(1e-4);
const exp32 = (x: number) => f(Math.exp(x));

/**
 * What the node computes for samples of a shape, in steps of 0.1 ms: written down after the formulas of docs/nir.md and of
 * spec/reference/nir, apart from the layers. Of Norse and snnTorch too.
 */
export function nodeStep(node: NirNode, shape: Shape, semantics: Semantics): NodeStep {
  const size = shape.reduce((a, b) => a * b, 1);
  switch (node.type) {
    case 'Affine':
    case 'Linear':
      return matrix(node);
    case 'Conv1d':
      return conv([shape[0]!, 1, shape[1]!], node.weight, node.bias, node.groups, [
        { stride: 1, dilation: 1, zeros: [0, 0] },
        {
          stride: node.stride,
          dilation: node.dilation,
          zeros: zerosOf(node.padding, node.weight.shape[2]!, node.dilation),
        },
      ]);
    case 'Conv2d':
      return conv(
        shape,
        node.weight,
        node.bias,
        node.groups,
        [0, 1].map((axis) => ({
          stride: node.stride[axis]!,
          dilation: node.dilation[axis]!,
          zeros: zerosOf(
            typeof node.padding === 'string' ? node.padding : node.padding[axis]!,
            node.weight.shape[2 + axis]!,
            node.dilation[axis]!,
          ),
        })),
      );
    case 'SumPool2d':
    case 'AvgPool2d':
      return pool(node, shape);
    case 'Flatten':
      return (x) => x;
    case 'Scale':
      return (x) => x.map((value, i) => value * each(node.scale)(i));
    case 'Threshold':
      return (x) => x.map((value, i) => (value > each(node.threshold)(i) ? 1 : 0));
    case 'Delay':
      return delayed(each(node.delay), size);
    case 'I':
    case 'IF':
      return membrane(size, node, (v, x, i) =>
        f(v + (semantics === 'norse' ? x : f(f(DT * each(node.r)(i)) * x))),
      );
    case 'LI':
    case 'LIF':
      return semantics === 'snntorch'
        ? leaky(node as Of<'LIF'>, size)
        : membrane(size, node, leaking(node, semantics));
    case 'CubaLI':
    case 'CubaLIF':
      return currentBased(node, size, semantics);
    default:
      throw new Error(`no step of ${node.type}`);
  }
}

function each({ data }: NirArray): Numbers {
  return (i) => data[data.length === 1 ? 0 : i]!;
}

function matrix(node: Of<'Affine'> | Of<'Linear'>): NodeStep {
  const { weight } = node;
  const [outputs, inputs] = weight.shape.slice(-2) as [number, number];
  const bias = node.type === 'Affine' ? node.bias.data : new Float32Array(outputs);
  return (x) =>
    Float32Array.from({ length: outputs }, (_, o) =>
      x.reduce((sum, value, i) => sum + value * weight.data[o * inputs + i]!, bias[o]!),
    );
}

interface Axis {
  readonly stride: number;
  readonly dilation: number;
  readonly zeros: readonly [before: number, after: number];
}

function zerosOf(padding: number | string, taps: number, dilation: number): readonly [number, number] {
  if (typeof padding === 'number') return [padding, padding];
  const all = padding === 'same' ? dilation * (taps - 1) : 0;
  return [Math.floor(all / 2), all - Math.floor(all / 2)];
}

function conv(
  shape: Shape,
  weight: NirArray,
  bias: NirArray,
  groups: number,
  axes: readonly Axis[],
): NodeStep {
  const [channels, rows, columns] = shape as [number, number, number];
  const [outputs, inputs, ...kernel] = weight.shape as [number, number, ...number[]];
  const [high, wide] = (kernel.length === 1 ? [1, kernel[0]] : kernel) as [number, number];
  const made = (n: number, taps: number, { stride, dilation, zeros }: Axis) =>
    Math.floor((n + zeros[0] + zeros[1] - dilation * (taps - 1) - 1) / stride) + 1;
  const [down, across] = axes as [Axis, Axis];
  const [height, width] = [made(rows, high, down), made(columns, wide, across)];
  if (channels !== inputs * groups) throw new Error('channels');
  return (x) => {
    const y = new Float32Array(outputs * height * width);
    for (let at = 0; at < y.length; at += 1) {
      const [o, r, c] = [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width];
      let sum = bias.data[o]!;
      for (let i = 0; i < inputs; i += 1) {
        const channel = Math.floor(o / (outputs / groups)) * inputs + i;
        for (let kr = 0; kr < high; kr += 1) {
          for (let kc = 0; kc < wide; kc += 1) {
            const row = r * down.stride + kr * down.dilation - down.zeros[0];
            const column = c * across.stride + kc * across.dilation - across.zeros[0];
            if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
            const tap = weight.data[((o * inputs + i) * high + kr) * wide + kc]!;
            sum += tap * x[(channel * rows + row) * columns + column]!;
          }
        }
      }
      y[at] = sum;
    }
    return y;
  };
}

/** A convolution of ones, each channel by itself. */
function pool(node: Of<'SumPool2d'> | Of<'AvgPool2d'>, shape: Shape): NodeStep {
  const [high, wide] = node.kernelSize;
  const channels = shape[0]!;
  const weight = { shape: [channels, 1, high, wide], data: new Float32Array(channels * high * wide).fill(1) };
  const bias = { shape: [channels], data: new Float32Array(channels) };
  const axes = [0, 1].map((axis) => ({
    stride: node.stride[axis]!,
    dilation: 1,
    zeros: [node.padding[axis]!, node.padding[axis]!] as const,
  }));
  const sum = conv(shape, weight, bias, channels, axes);
  return node.type === 'SumPool2d' ? sum : (x) => sum(x).map((value) => value / (high * wide));
}

function delayed(delay: Numbers, size: number): NodeStep {
  const past: Float32Array[] = [];
  return (x) => {
    past.push(x);
    return Float32Array.from({ length: size }, (_, i) => past.at(-1 - Math.round(delay(i) / 1e-4))?.[i] ?? 0);
  };
}

interface Fires {
  readonly type?: string;
  readonly vThreshold?: NirArray;
  readonly vReset?: NirArray;
}

/** A membrane of which `next` is one step, with a threshold if the node has one. */
function membrane(
  size: number,
  { vThreshold, vReset }: Fires,
  next: (v: number, x: number, i: number) => number,
): NodeStep {
  const v = new Float32Array(size);
  return (x) => {
    const spk = new Float32Array(size);
    for (let i = 0; i < size; i += 1) {
      v[i] = next(v[i]!, x[i]!, i);
      if (!vThreshold || !(v[i]! > each(vThreshold)(i))) continue;
      spk[i] = 1;
      v[i] = vReset ? each(vReset)(i) : 0;
    }
    return vThreshold ? spk : v.slice();
  };
}

function leaking(node: Of<'LI'> | Of<'LIF'>, semantics: Semantics) {
  return (v: number, x: number, i: number): number => {
    const [tau, r, rest] = [each(node.tau)(i), each(node.r)(i), each(node.vLeak)(i)];
    if (semantics === 'norse') {
      const k = f(DT * f(1 / tau));
      const drive = node.type === 'LI' ? f(f(rest - v) + x) : f(f(x + rest) - v);
      return f(v + f(k * drive));
    }
    const k = f(DT / tau);
    if (semantics === 'euler') return f(v + f(k * f(f(rest - v) + f(r * x))));
    const end = f(rest + f(r * x));
    return f(end + f(f(v - end) * exp32(-k)));
  };
}

/** Thresholds of snnTorch's layer: divided by the gain of the input, unless that is 1 for all of them. */
function scaledThresholds(node: Fires, gains: readonly number[]): Numbers {
  const theta = each(node.vThreshold!);
  return gains.every((w) => Math.abs(w - 1) <= 1.001e-5) ? theta : (i) => f(theta(i) / gains[i]!);
}

function leaky(node: Of<'LIF'>, size: number): NodeStep {
  const [tau, r] = [each(node.tau), each(node.r)];
  const gains = Array.from({ length: size }, (_, i) => f(f(r(i) * DT) / tau(i)));
  const theta = scaledThresholds(node, gains);
  const vThreshold = { shape: [size], data: Float32Array.from(gains, (_, i) => theta(i)) };
  return membrane(size, { vThreshold }, (u, x, i) => f(f(f(1 - f(DT / tau(i))) * u) + x));
}

function currentBased(node: Of<'CubaLI'> | Of<'CubaLIF'>, size: number, semantics: Semantics): NodeStep {
  const [tauSyn, tauMem] = [each(node.tauSyn), each(node.tauMem)];
  const [r, rest, wIn] = [each(node.r), each(node.vLeak), each(node.wIn)];
  const syn = new Float32Array(size);
  if (semantics === 'snntorch') {
    const gains = Array.from({ length: size }, (_, i) => f(wIn(i) * f(DT / tauSyn(i))));
    const theta = scaledThresholds(node as Of<'CubaLIF'>, gains);
    const vThreshold = { shape: [size], data: Float32Array.from(gains, (_, i) => theta(i)) };
    return membrane(size, { vThreshold }, (u, x, i) => {
      syn[i] = f(f(f(1 - f(DT / tauSyn(i))) * syn[i]!) + x);
      return f(f(f(1 - f(DT / tauMem(i))) * u) + syn[i]!);
    });
  }
  return membrane(size, node, (v, x, i) => {
    const old = syn[i]!;
    if (semantics === 'norse') {
      const [ks, km] = [f(DT * f(1 / tauSyn(i))), f(DT * f(1 / tauMem(i)))];
      syn[i] = f(old + f(ks * f(f(rest(i) - old) + f(wIn(i) * x))));
      return f(v + f(km * f(f(f(r(i) * syn[i]!) + rest(i)) - v)));
    }
    const [ks, km] = [f(DT / tauSyn(i)), f(DT / tauMem(i))];
    if (semantics === 'euler') {
      syn[i] = f(old + f(ks * f(f(wIn(i) * x) - old)));
      return f(v + f(km * f(f(rest(i) - v) + f(r(i) * old))));
    }
    const [es, em] = [exp32(-ks), exp32(-km)];
    const c = f(f(tauSyn(i) / f(tauSyn(i) - tauMem(i))) * f(es - em));
    const si = f(wIn(i) * x);
    const end = f(rest(i) + f(r(i) * si));
    syn[i] = f(si + f(f(old - si) * es));
    return f(f(end + f(f(v - end) * em)) + f(f(r(i) * f(old - si)) * c));
  });
}
