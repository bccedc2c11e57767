import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import type { Live } from '../model/live.js';
import type { Neuron } from '../model/network.js';
import { colour } from '../view/colours.js';
import { COLUMN, RasterView } from '../view/raster.js';
import { Surface } from '../view/surface.js';
import { LiveElement } from './element.js';

/** Membranes of the neurons that were clicked, on the time axis of the rasters. */
export class LiveTraces extends LiveElement {
  #frames: Subscription | undefined;
  #surfaces: readonly Surface[] = [];

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.watched];
  }

  override firstUpdated(): void {
    this.#frames = this.live.frame.subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
    for (const surface of this.#surfaces) surface.close();
  }

  override render() {
    const { value: watched } = this.live.watched;
    const hint =
      watched.length === 0 ? 'click a neuron in a raster below the input' : 'potential, threshold, spikes';
    return html`<section class="card traces" aria-label="Membrane potentials">
      <header><h2>Membranes</h2><span>${hint}</span></header>
      ${watched.map(
        (neuron) => html`<div class="trace"><span>${nameOf(this.live, neuron)}</span>
          <button aria-label="Remove ${nameOf(this.live, neuron)}" @click=${() => this.live.watch(neuron)}>×</button>
          <canvas role="img" aria-label="Membrane of ${nameOf(this.live, neuron)}"></canvas></div>`,
      )}
    </section>`;
  }

  override updated(): void {
    for (const surface of this.#surfaces) surface.close();
    this.#surfaces = Array.from(
      this.querySelectorAll('canvas'),
      (canvas) => new Surface(canvas, () => this.#draw()),
    );
    this.#draw();
  }

  #draw(): void {
    for (const [i, surface] of this.#surfaces.entries()) {
      const neuron = this.live.watched.value[i];
      if (neuron) this.#trace(surface, neuron, i);
    }
  }

  #threshold({ layer, neuron }: Neuron): number | undefined {
    const { threshold } = this.live.layers[layer]!;
    if (typeof threshold === 'string') return Number(this.live.settings.value[threshold]);
    return threshold?.[threshold.length === 1 ? 0 : neuron];
  }

  #trace({ context, width, height, scale }: Surface, neuron: Neuron, which: number): void {
    const { ring, end, traces } = this.live;
    if (!ring) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const threshold = this.#threshold(neuron);
    const first = Math.max(ring.first, end - RasterView.steps(width));
    const values = Array.from({ length: end - first }, (_, i) => {
      const value = traces.get(ring.t(first + i))?.[which];
      return Number.isFinite(value) ? value : undefined;
    });
    // a little room below zero and above the threshold
    let [low, high] = threshold === undefined ? [0, 0] : [-0.2 * threshold, 1.25 * threshold];
    for (const value of values) {
      if (value === undefined) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (low === high) high = low + 1;
    const y = (mem: number) => 9 + ((height - 13) * (high - mem)) / (high - low);
    const x = (index: number) => width - (end - index - 0.5) * COLUMN;
    context.fillStyle = colour('--threshold');
    // where nothing makes it fire, the line is that of zero
    const line = Math.round(y(threshold ?? 0));
    for (let at = 0; at < width; at += 6) context.fillRect(at, line, 3, 1);
    context.beginPath();
    for (const [i, value] of values.entries())
      if (value !== undefined) context.lineTo(x(first + i), y(value));
    Object.assign(context, { lineWidth: 1.25, lineJoin: 'round', strokeStyle: colour('--blue') });
    context.stroke();
    context.fillStyle = colour('--orange');
    for (const [i, value] of values.entries()) {
      if (value !== undefined && ring.fired(first + i, neuron)) context.fillRect(x(first + i) - 1, 0, 2, 5);
    }
  }
}

/** 'hidden 7'; in a layer of channels with its place there, as in 'conv (3, 0, 5)'. */
export function nameOf({ layers }: Live, { layer, neuron }: Neuron): string {
  const { name = '', shape = [] } = layers[layer] ?? {};
  if (shape.length < 2) return `${name} ${neuron}`;
  const inner = (axis: number) => shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  return `${name} (${shape.map((size, axis) => Math.floor(neuron / inner(axis)) % size).join(', ')})`;
}
