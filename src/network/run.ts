import type { Stateful } from '../flow.js';
import type { LayerContext, RunningLayer } from '../layers/layer.js';
import type { Shape } from '../shape.js';
import type { Signals } from '../step.js';
import type { Tensor } from '../tensor.js';
import { condense } from './condense.js';
import { deferred } from './deferred.js';
import { type Graph, type GraphLayer, isNetwork } from './graph.js';
import { atNode, shapesOf } from './shapes.js';
import { signalNames } from './signalNames.js';
import { Wiring } from './wiring.js';

/**
 * A network at work: each step visits the layers in order, and those on cycles as if they were one. Edges with a delay
 * deliver what their node made in an earlier step.
 */
export function run(
  given: Graph,
  { device, shape, others = [], signals = [], block, now }: LayerContext,
): RunningLayer {
  // errors name the nodes as they were given
  shapesOf(given, [shape, ...others]);
  const graph = condense(given, runCycle);
  const shapes = shapesOf(graph, [shape, ...others]);
  const entering = (input: number) => signals[input] ?? 'cur';
  const signalAt = signalNames(graph, entering);
  const made: { free(): void }[] = [];
  const wiring = new Wiring(graph, shapes, device, (part) => made.push(part));
  const layers: StartedLayer[] = [];

  // from the end, since steps that still wait there are computed from what is before
  const free = (): void => {
    wiring.free();
    for (const part of made.reverse()) part.free();
  };
  const start = ({ name, layer }: GraphLayer): void => {
    const group = graph.groups.has(name);
    const { inputs } = shapes.get(name)!;
    const [first, ...others] = inputs as [Shape, ...Shape[]];
    const nowOf = group ? now : (option: string) => now(`${name}.${option}`);
    const takes = inputs.map((_, port) => wiring.arriving(name, port, block));
    const signals = inputs.map((_, port) => signalAt({ node: name, port }));
    const running = layer.start({ device, shape: first, others, signals, block, now: nowOf });
    made.push(running);
    const outputs = isNetwork(layer) ? layer.graph.outputs : [];
    layers.push({ name, group, running, outputs, takes });
  };
  try {
    for (const node of graph.layers) {
      if (graph.groups.has(node.name)) start(node);
      else atNode(node.name, () => start(node));
    }
  } catch (error) {
    free();
    throw error;
  }
  const outputs = graph.outputs.map((name) => ({ name, signals: wiring.leaving(name, block) }));
  const stateful: readonly Stateful[] = [...layers.map(({ running }) => running), ...wiring.delayed];

  let within: Record<string, Signals> = {};
  const next = (...inputs: readonly Tensor[]): Signals => {
    within = {};
    for (const [i, { name }] of graph.inputs.entries()) wiring.set(name, [{ [entering(i)]: inputs[i]! }]);
    for (const layer of layers) {
      const { name, running, outputs, takes } = layer;
      const signals = running.next(...(takes.map((take) => take()) as [Tensor, ...Tensor[]]));
      wiring.set(name, [signals, ...outputs.slice(1).map((output) => running.within![output]!)]);
      keep(within, layer, signals);
    }
    const leaving = outputs.map(({ name, signals }) => ({ name, signals: signals() }));
    for (const { name, signals } of leaving) if (name !== 'output') within[name] = signals;
    wiring.push();
    return leaving[0]!.signals;
  };

  return {
    next,
    get within() {
      return within;
    },
    save: () => stateful.flatMap((part) => part.save?.() ?? []),
    load(state) {
      let at = 0;
      for (const part of stateful) {
        const count = part.save?.().length ?? 0;
        part.load?.(state.slice(at, at + count));
        at += count;
      }
    },
    free,
  };
}

/** Nodes on a cycle compute step by step; unless each step is wanted at once, they wait for a block of them. */
function runCycle(graph: Graph, context: LayerContext): RunningLayer {
  const running = run(graph, { ...context, block: 1 });
  // a setting holds from the next step on, so steps of a layer whose settings vary cannot wait
  const varies = graph.layers.some(({ layer }) => Object.keys(layer.varying ?? {}).length > 0);
  return varies || context.block === 1 ? running : deferred(running, context);
}

interface StartedLayer {
  readonly name: string;
  /** Whether it stands for nodes on a cycle. */
  readonly group: boolean;
  readonly running: RunningLayer;
  /** Names of its outputs, where it is a network. */
  readonly outputs: readonly string[];
  /** What arrives at each of its inputs. */
  readonly takes: readonly (() => Tensor)[];
}

/** Notes a layer's signals under its name, and those within it under both names; nodes on a cycle keep their own. */
function keep(
  kept: Record<string, Signals>,
  { name, group, running, outputs }: StartedLayer,
  signals: Signals,
): void {
  if (!group) kept[name] = signals;
  for (const [inner, own] of Object.entries(running.within ?? {})) {
    if (!group) kept[`${name}.${inner}`] = own;
    else if (!outputs.includes(inner)) kept[inner] = own;
  }
}
