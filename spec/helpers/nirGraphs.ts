import fc, { type Arbitrary } from 'fast-check';
import type { NirArray, NirGraph, NirNode } from 'rxsnn';
import type { Semantics } from '../../src/layers/nir/semantics.js';
import { type NodeStep, nodeStep } from './nirInterpreter.js';

/** A graph, and what it has to put out at each node: `step` is one step of one sample. */
export interface NirCase {
  readonly graph: NirGraph;
  readonly semantics: Semantics;
  readonly shape: readonly number[];
  readonly start: () => (x: Float32Array) => Readonly<Record<string, Float32Array>>;
}

/** What a node makes: numbers that are multiples of `grid` and at most `most`, or any for a grid of 0. */
interface Made {
  readonly name: string;
  readonly shape: readonly number[];
  readonly grid: number;
  readonly most: number;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const same = (a: readonly number[], b: readonly number[]) => a.join() === b.join();

/** Random chains of NIR's nodes, with edges that skip some, and recurrent ones. Sums of products are exact in float32. */
export function nirGraphs(): Arbitrary<NirCase> {
  return fc.gen().map((draw): NirCase => {
    const semantics: Semantics = draw(fc.constantFrom, 'euler', 'exact', 'snntorch', 'norse');
    const whole = (min: number, max: number) => draw(fc.integer, { min, max });
    const pick = <T>(...values: readonly T[]): T => draw(fc.constantFrom, ...(values as [T, ...T[]])) as T;
    const numbers = (shape: readonly number[], value: () => number): NirArray => ({
      shape,
      data: Float32Array.from({ length: sizeOf(shape) }, value),
    });
    /** One number a neuron, or a single one, without a shape or with one. */
    const parameter = (shape: readonly number[], value: () => number): NirArray =>
      numbers(pick(shape, shape, [], [1]), value);

    const shape = pick([3], [5], [2, 5, 4], [2, 6]);
    const nodes: Record<string, NirNode> = { input: { type: 'Input', shape } };
    const edges: [string, string][] = [];
    const runs: { name: string; from: string[]; step: () => NodeStep; delayed: string | undefined }[] = [];
    const all: Made[] = [{ name: 'input', shape, grid: 1 / 8, most: 8 }];
    let count = 0;
    const add = (node: NirNode, to: Omit<Made, 'name'>, from: readonly Made[], loop?: string) => {
      const name = `n${count++}`;
      nodes[name] = node;
      const inner = from[0]!.shape;
      for (const before of from) edges.push([before.name, name]);
      const step = () => nodeStep(node, inner, semantics);
      runs.push({ name, from: from.map((before) => before.name), step, delayed: loop });
      all.push({ name, ...to });
      return all.at(-1)!;
    };

    const weight = () => whole(-16, 16) / 8;
    const connection = (from: readonly Made[], fan: number, to: readonly number[], node: NirNode) => {
      const grid = Math.min(...from.map((made) => made.grid)) / 8;
      const most = from.reduce((sum, { most }) => sum + most, 0);
      return add(node, { shape: to, grid, most: 2 * fan * most + 2 }, from);
    };
    /** Whether sums of so many products of eighths up to 2 are exact. */
    const sums = (from: readonly Made[], fan: number) => {
      const [grid] = [Math.min(...from.map((made) => made.grid))];
      const most = from.reduce((sum, { most }) => sum + most, 0);
      return grid > 0 && (2 * fan * most + 2) / (grid / 8) < 2 ** 24;
    };
    const neuron = (from: readonly Made[]) => {
      const { shape } = from[0]!;
      const fires = pick(true, true, false);
      const resets = semantics === 'euler' || semantics === 'exact';
      const tau = (): number => whole(2, 40) / 1e4;
      const rest = { vLeak: parameter(shape, () => (semantics === 'snntorch' ? 0 : whole(-4, 4) / 8)) };
      const firing = fires
        ? {
            vThreshold: parameter(shape, () => whole(1, 12) / 8),
            vReset: parameter(shape, () => (resets ? whole(-4, 4) / 8 : 0)),
          }
        : {};
      const r = parameter(shape, () => (semantics === 'norse' ? 1 : whole(1, 40)));
      const kinds = {
        euler: ['I', 'LI', 'CubaLI'],
        exact: ['I', 'LI', 'CubaLI'],
        snntorch: ['LI', 'CubaLI'],
        norse: fires ? ['I', 'LI', 'CubaLI'] : ['LI'],
      };
      if (semantics === 'snntorch' && !fires) return from[0]!;
      const kind = pick(...kinds[semantics]);
      const type = fires ? { I: 'IF', LI: 'LIF', CubaLI: 'CubaLIF' }[kind] : kind;
      let node: object;
      if (kind === 'I') node = { r: semantics === 'norse' ? r : parameter(shape, () => 1000 * whole(1, 9)) };
      else if (kind === 'LI') node = { tau: parameter(shape, tau), r, ...rest };
      else {
        // never the same for both
        const tauMem = parameter(shape, () => whole(2, 40) / 1e4);
        const syn = { tauSyn: parameter(shape, () => (whole(2, 40) + 0.5) / 1e4), tauMem };
        const wIn = parameter(shape, () => whole(1, 40));
        const gain = { shape: tauMem.shape, data: tauMem.data.map((tau) => tau / 1e-4) };
        node = {
          ...syn,
          r: semantics === 'snntorch' ? gain : parameter(shape, () => whole(1, 20)),
          wIn,
          ...rest,
        };
      }
      const made = { shape, grid: fires ? 1 : 0, most: fires ? 1 : 0 };
      const loops =
        fires && shape.length === 1 && sums([...from, { ...from[0]!, grid: 1, most: 1 }], shape[0]!);
      const recurrent = loops && pick(true, false) ? `r${count}` : undefined;
      const last = add({ type, ...node, ...firing } as NirNode, made, from, recurrent);
      if (recurrent) {
        const [n] = shape as [number];
        const w = { type: 'Linear', weight: numbers([n, n], weight) } as const;
        nodes[recurrent] = w;
        edges.push([last.name, recurrent], [recurrent, last.name]);
        const step = () => nodeStep(w, shape, semantics);
        runs.push({ name: recurrent, from: [last.name], step, delayed: undefined });
      }
      return last;
    };
    const other = (from: readonly Made[]): Made | undefined => {
      const { shape } = from[0]!;
      const low = Math.min(...from.map((made) => made.grid));
      const most = from.reduce((sum, { most }) => sum + most, 0);
      const size = sizeOf(shape);
      switch (pick('matrix', 'conv', 'conv', 'pool', 'flatten', 'scale', 'threshold', 'delay')) {
        case 'matrix': {
          if (shape.length !== 1 || !sums(from, size)) return undefined;
          const outputs = whole(1, 6);
          const matrix = { weight: numbers([outputs, size], weight) };
          const bias = pick(true, false) ? { bias: numbers([outputs], weight) } : undefined;
          const node = (
            bias ? { type: 'Affine', ...matrix, ...bias } : { type: 'Linear', ...matrix }
          ) as NirNode;
          return connection(from, size, [outputs], node);
        }
        case 'conv': {
          if (shape.length === 1) return undefined;
          const axes = shape.length - 1;
          const per = (make: () => number) => Array.from({ length: axes }, make);
          const groups = shape[0]! % 2 === 0 ? pick(1, 2) : 1;
          const kernel = per(() => whole(1, 3));
          const outputs = groups * whole(1, 2);
          const padding = pick('same', 'valid', 'numbers');
          const stride = padding === 'same' ? per(() => 1) : per(() => whole(1, 2));
          const dilation = per(() => whole(1, 2));
          const zeros = per(() => whole(0, 2));
          const inputs = shape[0]! / groups;
          if (!sums(from, inputs * sizeOf(kernel))) return undefined;
          const to = shape.slice(1).map((n, i) => {
            if (padding === 'same') return n;
            const room = n + 2 * (padding === 'valid' ? 0 : zeros[i]!);
            return Math.floor((room - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1;
          });
          if (to.some((n) => n < 1)) return undefined;
          const of = (values: number[]) => (axes === 1 ? values[0]! : values);
          const node = {
            ...{ type: `Conv${axes}d`, weight: numbers([outputs, inputs, ...kernel], weight) },
            ...{ bias: numbers([outputs], weight), stride: of(stride), dilation: of(dilation), groups },
            padding: padding === 'numbers' ? of(zeros) : padding,
            ...(pick(true, false) ? { inputShape: of(shape.slice(1)) } : {}),
          } as unknown as NirNode;
          return connection(from, inputs * sizeOf(kernel), [outputs, ...to], node);
        }
        case 'pool': {
          if (shape.length !== 3) return undefined;
          const kernelSize = [whole(1, 2), pick(1, 2, 4)] as const;
          const [stride, padding] = [[whole(1, 2), whole(1, 2)] as const, [whole(0, 1), 0] as const];
          const to = shape.slice(1).map((n, i) => {
            const room = n + 2 * padding[i]! - kernelSize[i]!;
            return Math.floor(room / stride[i]!) + 1;
          });
          if (to.some((n) => n < 1) || !sums(from, 8)) return undefined;
          const node = { type: pick('SumPool2d', 'AvgPool2d'), kernelSize, stride, padding } as NirNode;
          return connection(from, 8, [shape[0]!, ...to], node);
        }
        case 'flatten': {
          if (shape.length === 1) return undefined;
          const startDim = pick(0, 1, -2);
          const first = startDim < 0 ? shape.length + startDim : startDim;
          const node = {
            type: 'Flatten',
            startDim,
            endDim: -1,
            ...(pick(true, false) ? { inputType: shape } : {}),
          };
          const to = [...shape.slice(0, first), sizeOf(shape.slice(first))];
          return add(node as NirNode, { shape: to, grid: low, most }, from);
        }
        case 'scale':
          return add(
            { type: 'Scale', scale: parameter(shape, () => whole(-9, 9) / 3) },
            { shape, grid: 0, most: 0 },
            from,
          );
        case 'threshold':
          return add(
            { type: 'Threshold', threshold: parameter(shape, () => whole(-4, 8) / 8) },
            { shape, grid: 1, most: 1 },
            from,
          );
        default:
          return add(
            { type: 'Delay', delay: parameter(shape, () => whole(0, 4) / 1e4) },
            { shape, grid: low, most },
            from,
          );
      }
    };
    const length = whole(1, 6);
    let last = all[0]!;
    for (let i = 0; i < length; i += 1) {
      const skipped = all.filter((made) => made !== last && same(made.shape, last.shape));
      const from = skipped.length > 0 && pick(true, false) ? [last, pick(...skipped)] : [last];
      last = (pick(true, true, false) ? other(from) : undefined) ?? neuron(from);
    }
    nodes.output = { type: 'Output', shape: last.shape };
    edges.push([last.name, 'output']);
    const start = () => {
      const steps = new Map(runs.map(({ name, step }) => [name, step()]));
      let before: Record<string, Float32Array> = {};
      return (x: Float32Array) => {
        const now: Record<string, Float32Array> = { input: x };
        for (const { name, from, delayed } of runs) {
          const arriving = from.map((source) => now[source]!);
          if (delayed) arriving.push(before[delayed] ?? new Float32Array(arriving[0]!.length));
          const sum = arriving.reduce((a, b) => a.map((value, i) => value + b[i]!));
          now[name] = steps.get(name)!(sum);
        }
        before = now;
        return now;
      };
    };
    return { graph: { type: 'NIRGraph', nodes, edges }, semantics, shape, start };
  });
}
