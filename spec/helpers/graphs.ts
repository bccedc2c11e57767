import fc, { type Arbitrary } from 'fast-check';
import { type Edge, type LayerOperator, Linear, leaky, linear, network, neuron } from 'rxsnn';
import { RESET_MECHANISMS } from '../../src/layers/firing.js';

/** One step of one sample. */
export type Stepper = (x: Float32Array) => Float32Array;

/** A layer, and what it has to compute, written down a second time. */
export interface NodeCase {
  readonly operator: LayerOperator;
  /** How many features it makes. */
  readonly features: number;
  /** A fresh run for one sample: what the layer hands on for each input. */
  readonly start: () => Stepper;
}

/** Random nodes for inputs of so many features; a new kind of layer adds one. */
export type NodeKind = (features: number) => Arbitrary<NodeCase>;

export interface EdgeCase {
  readonly from: string;
  readonly to: string;
  readonly delay: number;
}

export interface GraphCase {
  readonly features: number;
  readonly nodes: Readonly<Record<string, NodeCase>>;
  readonly edges: readonly EdgeCase[];
  /** Features of the output. */
  readonly made: number;
}

const f = Math.fround;

const linears: NodeKind = (inputs) =>
  fc.tuple(fc.constantFrom(2, 3), fc.nat(), fc.boolean()).map(([features, seed, bias]) => {
    const weights = Linear.init(inputs, features, { seed, bias });
    const step: Stepper = (x) =>
      Float32Array.from({ length: features }, (_, o) => {
        const add = (sum: number, value: number, i: number) =>
          value === 0 ? sum : f(sum + f(value * weights.weight.data[o * inputs + i]!));
        return x.reduce(add, weights.bias?.data[o] ?? 0);
      });
    return { operator: linear(weights), features, start: () => step };
  });

const leakies: NodeKind = (features) =>
  fc
    .record({
      beta: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), fc.float({ min: 0, max: 1, noNaN: true })),
      threshold: fc.array(fc.constantFrom(0.1, 0.25, 0.7), { minLength: features, maxLength: features }),
      resetMechanism: fc.constantFrom(...RESET_MECHANISMS),
      gradedSpikesFactor: fc.constantFrom(1, 1, -1.5),
    })
    .map((options) => {
      const start = () => {
        let mem = new Float32Array(features);
        return (cur: Float32Array) => {
          mem = mem.map((old, i) => {
            const threshold = f(options.threshold[i]!);
            const fired = old > threshold;
            const kept = options.resetMechanism === 'zero' && fired ? 0 : old;
            const u = f(f(f(options.beta) * kept) + cur[i]!);
            return options.resetMechanism === 'subtract' && fired ? f(u - threshold) : u;
          });
          return mem.map((u, i) => (u > f(options.threshold[i]!) ? f(options.gradedSpikesFactor) : 0));
        };
      };
      return { operator: leaky(options), features, start };
    });

const integrators: NodeKind = (features) =>
  fc.constantFrom(0.5, 1.25).map((limit) => {
    const operator = neuron({
      name: 'integrator',
      state: { sum: 0.25 },
      params: { limit },
      step: ({ cur, sum, limit }) => ({ spk: sum > limit ? 1 : 0, sum: (sum > limit ? 0 : sum) + cur }),
    });
    const start = () => {
      let sum = new Float32Array(features).fill(0.25);
      return (cur: Float32Array) => {
        const spk = sum.map((value) => (value > limit ? 1 : 0));
        sum = sum.map((value, i) => f((value > limit ? 0 : value) + cur[i]!));
        return spk;
      };
    };
    return { operator, features, start };
  });

const nested: NodeKind = (features) =>
  graphs({ features, kinds: [linears, leakies], most: 3 }).map((graph) => ({
    operator: operatorOf(graph),
    features: graph.made,
    start: () => {
      const step = interpret(graph);
      return (x) => step(x).output!;
    },
  }));

export const KINDS: readonly NodeKind[] = [linears, leakies, leakies, integrators, nested];

export interface GraphsOptions {
  readonly features?: number;
  readonly kinds?: readonly NodeKind[];
  /** Most nodes. */
  readonly most?: number;
}

/** Random graphs: chains, branches, merges and cycles, delayed edges among them, in any order. */
export function graphs({ features = 2, kinds = KINDS, most = 6 }: GraphsOptions = {}): Arbitrary<GraphCase> {
  return fc.gen().map((draw) => {
    const takes = new Map<string, number>();
    const makes = new Map([['input', features]]);
    const nodes: Record<string, NodeCase> = {};
    const edges: EdgeCase[] = [];
    const delay = () => draw(fc.constantFrom, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
    const connect = (from: string, to: string) => {
      if (!edges.some((edge) => edge.from === from && edge.to === to))
        edges.push({ from, to, delay: delay() });
    };
    const count = draw(fc.integer, { min: 1, max: most });
    for (let i = 0; i < count; i++) {
      const [name, from] = [`n${i}`, draw(fc.constantFrom, ...makes.keys())];
      const kind = draw(fc.constantFrom, ...kinds);
      nodes[name] = draw(kind, makes.get(from)!);
      takes.set(name, makes.get(from)!);
      makes.set(name, nodes[name].features);
      connect(from, name);
    }
    const ends = draw(fc.nat, 5);
    for (let i = 0; i < ends; i++) {
      const from = draw(fc.constantFrom, ...makes.keys());
      const fitting = [...takes.keys()].filter((to) => takes.get(to) === makes.get(from));
      if (fitting.length > 0) connect(from, draw(fc.constantFrom, ...fitting));
    }
    const last = draw(fc.constantFrom, ...takes.keys());
    const made = makes.get(last)!;
    connect(last, 'output');
    const other = draw(fc.constantFrom, ...takes.keys());
    if (makes.get(other) === made && draw(fc.boolean)) connect(other, 'output');
    const order = draw(fc.array, fc.nat(), { minLength: edges.length, maxLength: edges.length });
    const shuffled = edges.map((edge, i) => ({ edge, key: order[i]! })).sort((a, b) => a.key - b.key);
    return { features, nodes, edges: shuffled.map(({ edge }) => edge), made };
  });
}

export function operatorOf({ nodes, edges }: Pick<GraphCase, 'nodes' | 'edges'>) {
  const operators = Object.entries(nodes).map(([name, { operator }]) => [name, operator] as const);
  const drawn = edges.map(({ from, to, delay }): Edge => (delay ? { from, to, delay } : [from, to]));
  return network({ nodes: Object.fromEntries(operators), edges: drawn });
}

/** The same graph for one sample, as simply as it can be said: each node asks for what it needs. */
export function interpret({
  features,
  nodes,
  edges,
}: GraphCase): (x: Float32Array) => Record<string, Float32Array> {
  const closing = closingEdges(edges);
  const steppers = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, node.start()]));
  const past: Record<string, Float32Array>[] = [];
  return (input) => {
    const now: Record<string, Float32Array> = { input };
    const outputOf = (name: string): Float32Array => {
      now[name] ??= name === 'output' ? inputOf(name) : steppers[name]!(inputOf(name));
      return now[name];
    };
    const delivered = (edge: EdgeCase): Float32Array => {
      const delay = edge.delay || (closing.has(edge) ? 1 : 0);
      if (delay === 0) return outputOf(edge.from);
      const size = edge.from === 'input' ? features : nodes[edge.from]!.features;
      return past.at(-delay)?.[edge.from] ?? new Float32Array(size);
    };
    const inputOf = (name: string): Float32Array =>
      edges
        .filter(({ to }) => to === name)
        .map(delivered)
        .reduce((sum, next) => sum.map((x, i) => f(x + next[i]!)));
    for (const name of [...Object.keys(nodes), 'output']) outputOf(name);
    past.push(now);
    return now;
  };
}

/** The edges back to a node on the path of a depth-first search from the input; delayed edges are followed last. */
function closingEdges(edges: readonly EdgeCase[]): Set<EdgeCase> {
  const closing = new Set<EdgeCase>();
  const seen = new Set<string>();
  const later: string[] = [];
  const search = (path: readonly string[]): void => {
    const node = path.at(-1)!;
    seen.add(node);
    for (const edge of edges.filter(({ from }) => from === node)) {
      if (edge.delay > 0) later.push(edge.to);
      else if (path.includes(edge.to)) closing.add(edge);
      else if (!seen.has(edge.to)) search([...path, edge.to]);
    }
  };
  search(['input']);
  while (later.length > 0) {
    const start = later.shift()!;
    if (!seen.has(start)) search([start]);
  }
  return closing;
}
