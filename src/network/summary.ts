import { show } from '../check.js';
import type { LayerOperator } from '../layers/layer.js';
import { optionsOf } from '../options.js';
import type { LayerTraces, Recording } from '../recording.js';
import { describeShape, type Shape } from '../shape.js';
import { table } from '../table.js';
import { flatten, type Source } from './flatten.js';
import { type Graph, graphOf, isNetwork } from './graph.js';
import { shapesOf } from './shapes.js';

/** A network, or layers that follow each other, by name or as `linear1`, `leaky1`, `linear2`... */
export type Summarised = LayerOperator | readonly LayerOperator[] | Readonly<Record<string, LayerOperator>>;

export interface SummaryOptions {
  /**
   * What the layers do: a recording of them, or by name the share of neurons, from 0 to 1, that hand on something other
   * than zero in a step. `input` is what comes in.
   */
  readonly activity?: Recording | Readonly<Record<string, number>>;
}

/** Synaptic operations of one step, all samples of a batch together: multiply-adds, or additions for spikes. */
export interface Operations {
  /** As many as there are where every input is active. */
  readonly dense: number;
  /** Those whose input is not zero; `undefined` where the activity of an input is not known. */
  readonly effective: number | undefined;
}

/** One layer of a network, nested ones included. */
export interface SummaryLayer {
  /** Name of the node; within a nested network as in `'sub.hidden'`. */
  readonly name: string;
  /** Name of the operator: `linear`, `leaky`. */
  readonly kind: string;
  /** Where its inputs come from, and how many steps before. */
  readonly sources: readonly Source[];
  /** Shape of what comes in, [batch, ...features]. */
  readonly input: Shape;
  /** Shape of what it hands on, [batch, ...features]. */
  readonly output: Shape;
  /** Weights and biases. */
  readonly parameters: number;
  /** Synaptic operations of a step. */
  readonly operations: Operations;
}

/** A network in numbers; as a string it is a table. */
export class Summary {
  constructor(
    /** In the order in which a step visits them; layers of nested networks as `'sub.hidden'`. */
    readonly layers: readonly SummaryLayer[],
  ) {}

  /** Weights and biases of all layers. */
  get parameters(): number {
    return this.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  }

  /** Of all layers; `effective` only where it is known of each. */
  get operations(): Operations {
    return this.layers.reduce<Operations>(
      (sum, { operations: { dense, effective } }) => {
        const known = sum.effective !== undefined && effective !== undefined;
        return { dense: sum.dense + dense, effective: known ? sum.effective + effective : undefined };
      },
      { dense: 0, effective: 0 },
    );
  }

  /** A table, with a row for each layer and the totals. */
  toString(): string {
    const known = this.layers.some(
      ({ operations: { effective } }) => effective !== undefined && effective > 0,
    );
    const rows = this.layers.map((layer) => [
      layer.name,
      layer.kind,
      layer.sources.map(describeSource).join(' + '),
      sizes(layer.input, layer.output),
      ...numbers(layer, known),
    ]);
    const head = ['layer', 'kind', 'from', 'shape', 'parameters', 'operations', 'effective'];
    const foot = ['total', '', '', '', ...numbers(this, known)];
    return table([head, ...rows, foot], { right: [4, 5, 6], foot: true });
  }
}

/**
 * What a network consists of: its layers with their shapes, weights and biases, and the synaptic operations of a step,
 * at most and, where the activity is given, as they are. Where several layers are summed, the share of neurons that are
 * active is at most the sum of theirs, and that is what counts.
 *
 * `inputShape` is that of a step, `[batch, ...features]`, or one for each input by name; inputs that were made with a shape
 * do without. Throws a `RangeError` where it is missing and where shapes do not fit.
 *
 * @example
 * console.log(String(summary([linear(fc1), leaky({ beta: 0.9 })], [1, 784])));
 */
export function summary(
  of: Summarised,
  inputShape?: Shape | Readonly<Record<string, Shape>>,
  options: SummaryOptions = {},
): Summary {
  const { activity = {} } = optionsOf('summary', options, ['activity']);
  const graph = graphIn(of);
  const shapes = shapesOf(
    graph,
    graph.inputs.map(({ name, shape }) => inputShapeOf(name, shape, inputShape)),
  );
  const density = (sources: readonly Source[]): number | undefined => {
    const shares = sources.map(({ name }) => shareOf(activity[name]));
    const known = shares.every((share) => share !== undefined);
    return known
      ? Math.min(
          1,
          shares.reduce((sum, share) => sum + share, 0),
        )
      : undefined;
  };
  const layers = flatten(graph).layers.map(({ name, layer, sources }): SummaryLayer => {
    const { inputs, outputs } = shapes.get(name)!;
    const [input, output] = [inputs[0]!, outputs[0]!];
    const dense = (input[0] ?? 1) * (layer.synapses?.(input) ?? 0);
    const share = dense === 0 ? 0 : density(sources);
    const effective = share === undefined ? undefined : Math.round(dense * share);
    const { name: kind, parameters = 0 } = layer;
    return { name, kind, sources, input, output, parameters, operations: { dense, effective } };
  });
  return new Summary(layers);
}

/** The graph of a network, or of a chain. */
function graphIn(of: Summarised): Graph {
  if (typeof of === 'function') return isNetwork(of.layer) ? of.layer.graph : graphIn([of]);
  const nodes = Array.isArray(of) ? numbered(of) : of;
  if (typeof nodes !== 'object' || nodes === null || Object.keys(nodes).length === 0) {
    throw new TypeError(`summary: takes a network or layers, got ${show(of)}`);
  }
  const path = ['input', ...Object.keys(nodes), 'output'] as unknown as [string, string];
  return graphOf(nodes as Readonly<Record<string, LayerOperator>>, [path]);
}

function numbered(layers: readonly LayerOperator[]): Record<string, LayerOperator> {
  const counts = new Map<string, number>();
  return Object.fromEntries(
    layers.map((operator) => {
      const kind = operator?.layer?.name;
      if (!kind) throw new TypeError(`summary: takes layers, got ${show(operator)}`);
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return [`${kind}${count}`, operator];
    }),
  );
}

function inputShapeOf(
  name: string,
  sample: Shape | undefined,
  given: Shape | Readonly<Record<string, Shape>> | undefined,
): Shape {
  const shape = Array.isArray(given)
    ? (given as Shape)
    : (given as Record<string, Shape> | undefined)?.[name];
  if (shape) return shape;
  if (sample) return [1, ...sample];
  throw new RangeError(`summary: needs the shape of '${name}', as in summary(network, [1, 784])`);
}

/** The share of numbers other than zero in what a layer hands on. */
function shareOf(activity: unknown): number | undefined {
  if (activity === undefined || typeof activity === 'number') return activity;
  const { spk, cur } = activity as Partial<LayerTraces>;
  const data = (spk ?? cur)?.data;
  return data && data.reduce((count, x) => count + (x === 0 ? 0 : 1), 0) / data.length;
}

function describeSource({ name, delay }: Source): string {
  return delay === 0 ? name : `${name} (t-${delay})`;
}

function sizes(input: Shape, output: Shape): string {
  const [from, to] = [describeShape(input), describeShape(output)];
  return from === to ? from : `${from} -> ${to}`;
}

/** Nothing where there is none, and a question mark where it is not known, unless nothing is. */
function numbers(
  { parameters, operations: { dense, effective } }: Pick<SummaryLayer, 'parameters' | 'operations'>,
  known: boolean,
): string[] {
  const shown = (count: number) => (count === 0 ? '' : count.toLocaleString('en-US'));
  return [shown(parameters), shown(dense), known ? (effective === undefined ? '?' : shown(effective)) : ''];
}
