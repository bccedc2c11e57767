import { BehaviorSubject, Subject } from 'rxjs';
import { Ring } from '../view/ring.js';
import { INFO, LAYERS } from './defaults.js';
import { Membranes } from './membranes.js';
import type { Layer, NetworkInfo, Neuron } from './network.js';
import type { Steps } from './protocol.js';

/** Most neurons whose membranes are drawn at once. */
const TRACES = 4;

/** The steps that can be drawn, of which network they are, and what of them is looked at. */
export class Timeline {
  /** The neuron whose weights are shown, and those whose membranes are drawn. */
  readonly neuron = new BehaviorSubject<Neuron | undefined>(undefined);
  readonly watched = new BehaviorSubject<readonly Neuron[]>([]);
  /** The step at the right edge where the view is not at the end. */
  readonly cursor = new BehaviorSubject<number | undefined>(undefined);
  /** A frame of the page in which something is to be drawn. */
  readonly frame = new Subject<void>();

  info: NetworkInfo = INFO;
  layers: readonly Layer[] = LAYERS;
  ring: Ring | undefined;
  /** The future that was before a fork, and the step at which the other one began. */
  ghost: { readonly ring: Ring; readonly from: number } | undefined;
  /** What came after the moment that the run was sent back to last: what a fork would be compared with. */
  protected future: typeof this.ghost;
  /** Membranes of the watched neurons by step. */
  readonly traces = new Membranes();
  #dirty = true;

  /** What the outputs stand for. */
  get labels(): readonly string[] {
    return this.info.labels ?? Array.from({ length: this.layers.at(-1)!.neurons }, (_, i) => String(i));
  }

  /** Index behind the last step that is shown. */
  get end(): number {
    const { ring } = this;
    if (!ring) return 0;
    return this.cursor.value === undefined ? ring.end : ring.indexOf(this.cursor.value);
  }

  /** Number of the next step. */
  get t(): number {
    const { ring } = this;
    if (this.cursor.value !== undefined) return this.cursor.value;
    return ring && ring.end > ring.first ? ring.t(ring.end - 1) + 1 : 0;
  }

  /** Whether there is a future that a fork can be compared with. */
  get forkable(): boolean {
    return this.cursor.value !== undefined || this.future !== undefined;
  }

  /** Something is to be drawn anew. */
  touch(): void {
    this.#dirty = true;
  }

  /** Draws, where something is to be drawn. */
  protected draw(): void {
    if (!this.#dirty) return;
    this.#dirty = false;
    this.frame.next();
  }

  /** Draws a neuron's membrane, or no longer. */
  watch(neuron: Neuron): void {
    const others = this.watched.value.filter((other) => !same(other, neuron));
    const added = others.length === this.watched.value.length;
    this.watched.next(added ? [...others.slice(-TRACES + 1), neuron] : others);
  }

  /** Another network, of which there are no steps yet. */
  protected show(info: NetworkInfo, layers: readonly Layer[]): void {
    this.info = info;
    this.layers = layers;
    this.ring = new Ring(layers);
    this.#forget();
    this.neuron.next(undefined);
    this.watched.next([]);
  }

  /** Takes away what comes after the moment that is shown, and keeps it for a fork; returns the moment's step. */
  protected cut(): number | undefined {
    const { ring, end } = this;
    const { value: t } = this.cursor;
    if (t === undefined || !ring) return undefined;
    if (end < ring.end) this.future = { ring: ring.copy(end), from: t };
    ring.cut(t);
    this.traces.cut(t);
    this.cursor.next(undefined);
    return t;
  }

  /** Forgets all steps. */
  protected clear(): void {
    this.ring?.clear();
    this.#forget();
  }

  #forget(): void {
    this.cursor.next(undefined);
    this.ghost = undefined;
    this.future = undefined;
    this.traces.clear();
    this.touch();
  }

  /** Takes in steps of the run. */
  protected take(steps: Steps): void {
    if (!this.ring) return;
    this.ring.add(steps);
    if (steps.watched.length !== this.watched.value.length) return;
    this.traces.add(steps, this.ring.first < this.ring.end ? this.ring.t(this.ring.first) : 0);
  }
}

function same(a: Neuron, b: Neuron): boolean {
  return a.layer === b.layer && a.neuron === b.neuron;
}
