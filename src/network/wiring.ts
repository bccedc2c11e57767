import type { Device } from '../devices/device.js';
import { aside } from '../devices/view.js';
import { HeldSteps } from '../layers/heldSteps.js';
import { outputOf, type Signals } from '../step.js';
import type { Tensor } from '../tensor.js';
import type { Graph, GraphEdge, Port } from './graph.js';
import { junction } from './junction.js';
import type { NodeShapes } from './shapes.js';

/** The edges of a network at work: they carry what nodes make to the nodes that take it, summed where several meet. */
export class Wiring {
  readonly #made = new Map<string, readonly Signals[]>();
  readonly #delayed = new Map<GraphEdge, HeldSteps>();
  /** What enters delayed edges at the end of a step. */
  readonly #pushed: readonly (readonly [value: () => Tensor, edge: HeldSteps])[];
  readonly #leaving: ReadonlySet<string>;

  constructor(
    private readonly graph: Graph,
    private readonly shapes: ReadonlyMap<string, NodeShapes>,
    private readonly device: Device,
    /** Takes note of operations that have to be freed. */
    private readonly made: (part: { free(): void }) => void,
  ) {
    for (const edge of graph.edges) {
      const shape = shapes.get(edge.from.node)!.outputs[edge.from.port]!;
      if (edge.delay > 0) this.#delayed.set(edge, new HeldSteps(shape, edge.delay));
    }
    this.#leaving = new Set(graph.edges.filter((edge) => this.#leaves(edge)).map(({ from }) => nameOf(from)));
    this.#pushed = [...this.#delayed].map(([{ from }, delayed]) => [this.#valuesAt(from), delayed]);
  }

  get delayed(): readonly HeldSteps[] {
    return [...this.#delayed.values()];
  }

  /** Notes what a node made in this step, for each of its outputs. */
  set(node: string, signals: readonly Signals[]): void {
    this.#made.set(node, signals);
  }

  /** Makes the function that tells, in each step, what arrives at a node's input. */
  arriving(node: string, port: number, block: number): () => Tensor {
    const edges = this.#edgesTo(node, port);
    return edges.length === 1 ? this.#delivering(edges[0]!) : this.#sum(edges, block);
  }

  /** Makes the function that tells, in each step, the signals of an output: those of its one node, or a sum. */
  leaving(output: string, block: number): () => Signals {
    const edges = this.#edgesTo(output, 0);
    const [{ from, delay }] = edges as [GraphEdge];
    if (edges.length === 1 && delay === 0) return () => this.#signalsAt(from);
    // what leaves must be readable later on, so a delayed signal is not handed out itself but copied
    const sum = this.#sum(edges, block);
    return () => ({ [edges.length === 1 && this.#signalsAt(from).spk ? 'spk' : 'cur']: sum() });
  }

  /** Ends the step. */
  push(): void {
    for (const [value, delayed] of this.#pushed) delayed.push(value());
  }

  /** Lets go of what waits on delayed edges. */
  free(): void {
    for (const delayed of this.#delayed.values()) delayed.free();
  }

  #edgesTo(node: string, port: number): readonly GraphEdge[] {
    return this.graph.edges.filter(({ to }) => to.node === node && to.port === port);
  }

  /** Whether an edge hands its node's signals out of the network. */
  #leaves({ to, delay }: GraphEdge): boolean {
    return delay === 0 && this.graph.outputs.includes(to.node);
  }

  #sum(edges: readonly GraphEdge[], block: number): () => Tensor {
    const [{ to }] = edges as [GraphEdge];
    const shape = this.shapes.get(to.node)!.inputs[to.port]!;
    const sum = junction(this.device, edges.length, shape, block);
    this.made(sum);
    const summands = edges.map((edge) => this.#delivering(edge));
    return () => sum.run(summands.map((summand) => summand()))[0]!;
  }

  #delivering(edge: GraphEdge): () => Tensor {
    const delayed = this.#delayed.get(edge);
    return delayed ? () => delayed.oldest : this.#valuesAt(edge.from);
  }

  #signalsAt({ node, port }: Port): Signals {
    return this.#made.get(node)![port]!;
  }

  #valuesAt(port: Port): () => Tensor {
    const owner = () => `network: node '${port.node}'`;
    const value = () => outputOf(this.#signalsAt(port), owner);
    // what leaves is still asked for where nobody outside takes it up
    return this.#leaving.has(nameOf(port)) ? () => aside(value()) : value;
  }
}

function nameOf({ node, port }: Port): string {
  return `${node}:${port}`;
}
