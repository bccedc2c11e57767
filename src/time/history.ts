import type { Flow } from '../flow.js';
import type { Shape } from '../shape.js';
import { HostTensor, retainAll, type Tensor } from '../tensor.js';

/** A moment of a run: all that its next step depends on. Plain data, which can be cloned, stored and sent. */
export interface Moment {
  /** Number of the step that comes next. */
  readonly t: number;
  /** What each layer carries, in the order of the layers. */
  readonly state: readonly (readonly { readonly shape: Shape; readonly data: Float32Array }[])[];
  /** The values of the settings that were named. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The state of all layers now; its device may take time. */
export function stateOf(flow: Flow): Moment['state'] | Promise<Moment['state']> {
  const parts = flow.parts.map((part) => part.save!());
  const numbers = parts.map((tensors) => tensors.map((tensor) => tensor.read()));
  const copy = (data: readonly (readonly Float32Array[])[]) =>
    parts.map((tensors, p) => tensors.map(({ shape }, i) => ({ shape, data: data[p]![i]!.slice() })));
  if (!numbers.flat().some((data) => data instanceof Promise)) return copy(numbers as Float32Array[][]);
  const release = retainAll(parts.flat());
  return Promise.all(numbers.map((data) => Promise.all(data)))
    .then(copy)
    .finally(release);
}

/** Lets the layers go on from a state. Throws where it is another network's. */
export function restore(flow: Flow, state: Moment['state']): void {
  const { parts } = flow;
  if (parts.length !== state.length) {
    throw new RangeError(
      `rewind: the moment has ${state.length} layers with state, the network ${parts.length}`,
    );
  }
  for (const [i, part] of parts.entries()) {
    part.load!(state[i]!.map(({ shape, data }): Tensor => new HostTensor(shape, data.slice())));
  }
}

/** Moments in the order of their steps, no more than `limit`, and what was set between them. */
export class History {
  #moments: Moment[] = [];
  #changes: { readonly t: number; readonly name: string; readonly value: unknown }[] = [];

  constructor(readonly limit: number) {}

  /** Keeps a moment; the oldest gives way, and with it what was set before the one that is now the oldest. */
  keep(moment: Moment): void {
    this.#moments.push(moment);
    if (this.#moments.length > this.limit) this.#moments.shift();
    const oldest = this.#moments[0]!.t;
    const first = this.#changes.findIndex(({ t }) => t >= oldest);
    this.#changes.splice(0, first < 0 ? this.#changes.length : first);
  }

  /** Notes that a setting changed before step `t`. */
  change(t: number, name: string, value: unknown): void {
    this.#changes.push({ t, name, value });
  }

  /** What was set right before step `t`, in order. */
  changesAt(t: number): readonly { readonly name: string; readonly value: unknown }[] {
    return this.#changes.filter((change) => change.t === t);
  }

  /** The last moment that is kept at or before step `t`. */
  before(t: number): Moment {
    const found = this.#moments.filter((moment) => moment.t <= t).at(-1);
    if (found) return found;
    const kept = this.#moments.length === 0 ? 'none is' : `the first is ${this.#moments[0]!.t}`;
    throw new RangeError(`rewind: step ${t} is no longer kept, ${kept}`);
  }

  /** Forgets what came after step `t`: another future begins. */
  cut(t: number): void {
    this.#moments = this.#moments.filter((moment) => moment.t <= t);
    this.#changes = this.#changes.filter((change) => change.t <= t);
  }

  clear(): void {
    this.#moments = [];
    this.#changes = [];
  }
}
