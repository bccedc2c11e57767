import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import type { Live } from '../model/live.js';
import { WINDOW } from '../model/live.js';
import type { Neuron } from '../model/protocol.js';
import { answerOf } from '../view/answer.js';
import { resize } from '../view/canvas.js';
import { colour } from '../view/colours.js';
import { COLUMN, RasterView } from '../view/raster.js';
import { LiveElement } from './element.js';

const TITLES = ['Input', 'Hidden', 'Output'];

/** The rasters of all layers, the answer over time, and the axis that they share. */
export class LiveRasters extends LiveElement {
  #views: RasterView[] = [];
  #frames: Subscription | undefined;
  #anew = true;
  #drawn = '';

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.ready, live.meter];
  }

  override firstUpdated(): void {
    const repaint = () => {
      this.#anew = true;
      this.live.touch();
    };
    window.addEventListener('themechange', repaint);
    new ResizeObserver(repaint).observe(this);
    this.#frames = this.live.frame.subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
  }

  override render() {
    const { layers, meter } = this.live;
    return html`<section class="card rasters" aria-label="Spikes over time">
      ${TITLES.map((title, i) => {
        const name = title.toLowerCase();
        const density = meter.value?.density[name];
        return html`<header><h2>${title}</h2><span>${layers[i]?.neurons.toLocaleString('en') ?? '–'} neurons</span>
            <span class="end">${density === undefined ? '–' : (100 * density).toFixed(1)} % fire in a step</span></header>
          <div class="panel ${name}">
            ${name === 'output' ? this.#labels() : ''}
            <canvas data-layer=${i} tabindex="0" role="img"
              aria-label="Spikes of the ${name} layer, newest at the right. Up and down choose a neuron, Enter draws its membrane."
              @pointermove=${this.#hover} @click=${this.#click} @keydown=${this.#key}></canvas>
          </div>`;
      })}
      <canvas class="axis" aria-hidden="true"></canvas>
    </section>`;
  }

  override updated(): void {
    const canvases = [...this.querySelectorAll<HTMLCanvasElement>('.panel canvas')];
    if (this.#views.length !== canvases.length) {
      this.#views = canvases.map((canvas, layer) => new RasterView(canvas, layer));
    }
  }

  #labels() {
    return html`<ol class="labels" aria-hidden="true">${Array.from(this.live.labels, (label) => html`<li>${label}</li>`).reverse()}</ol>`;
  }

  #draw(): void {
    const { ring, end, ghost } = this.live;
    if (!ring) return;
    const state = `${ring.generation} ${this.live.cursor.value} ${ghost?.from}`;
    const anew = this.#anew || state !== this.#drawn;
    this.#drawn = state;
    this.#anew = false;
    for (const view of this.#views) view.draw(ring, end, ghost, anew);
    this.#axis();
  }

  /** Step numbers every 50 steps, and above them the answer as it changed. */
  #axis(): void {
    const { ring, end, labels } = this.live;
    const canvas = this.querySelector<HTMLCanvasElement>('.axis')!;
    resize(canvas);
    const context = canvas.getContext('2d')!;
    const scale = canvas.width / Math.max(1, canvas.clientWidth);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    const { clientWidth: width, clientHeight: height } = canvas;
    context.clearRect(0, 0, width, height);
    context.font = '11px Inter, system-ui, sans-serif';
    context.textAlign = 'center';
    const first = Math.max(ring!.first, end - RasterView.steps(width));
    const x = (index: number) => width - (end - index) * COLUMN;
    let since = first;
    let shown = answerOf(ring!, first + 1, WINDOW).answer;
    const tell = (until: number) => {
      if (shown < 0 || until - since < 4) return;
      context.fillStyle = colour('--band');
      context.fillRect(x(since) + 1, 2, x(until) - x(since) - 2, 16);
      context.fillStyle = colour('--ink');
      if (until - since > 6) context.fillText(labels[shown]!, (x(since) + x(until)) / 2, 14);
    };
    for (let index = first; index < end; index++) {
      const { answer } = answerOf(ring!, index + 1, WINDOW);
      if (answer !== shown) {
        tell(index);
        [since, shown] = [index, answer];
      }
      const t = ring!.t(index);
      if (t % 50 !== 0) continue;
      context.fillStyle = colour('--axis');
      context.fillRect(Math.round(x(index)), 20, 1, 5);
      context.fillStyle = colour('--muted');
      if (x(index) > 14 && x(index) < width - 14) context.fillText(t.toLocaleString('en'), x(index), 37);
    }
    tell(end);
  }

  #neuron(event: MouseEvent): Neuron | undefined {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const layer = Number(canvas.dataset.layer);
    const { ring } = this.live;
    return ring && { layer, neuron: this.#views[layer]!.neuronAt(ring, event.offsetY) };
  }

  readonly #hover = (event: PointerEvent): void => {
    this.live.neuron.next(this.#neuron(event));
  };

  readonly #click = (event: MouseEvent): void => {
    const neuron = this.#neuron(event);
    if (!neuron) return;
    this.live.neuron.next(neuron);
    if (neuron.layer > 0) this.live.watch(neuron);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const layer = Number((event.currentTarget as HTMLElement).dataset.layer);
    const { neurons } = this.live.layers[layer] ?? { neurons: 1 };
    const now = this.live.neuron.value?.layer === layer ? this.live.neuron.value.neuron : 0;
    const steps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 28, PageDown: -28 };
    if (event.key in steps) {
      const neuron = Math.min(neurons - 1, Math.max(0, now + steps[event.key]!));
      this.live.neuron.next({ layer, neuron });
    } else if (event.key === 'Enter' && layer > 0) this.live.watch({ layer, neuron: now });
    else return;
    event.preventDefault();
  };
}
