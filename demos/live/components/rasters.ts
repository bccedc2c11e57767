import { html, nothing } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import type { Layer, Neuron } from '../model/network.js';
import { Answers } from '../view/answers.js';
import { colour } from '../view/colours.js';
import { COLUMN, RasterView } from '../view/raster.js';
import { Surface } from '../view/surface.js';
import { ValuesView } from '../view/values.js';
import { LiveElement } from './element.js';
import { nameOf } from './traces.js';

/** Most outputs whose labels fit beside their raster. */
const LABELS = 12;

/** What the colours of a fork's spikes mean. */
const FORK = html`<p class="note fork"><i class="both"></i>Spikes of both futures<i
  class="plus"></i>only now<i class="minus"></i>only before</p>`;

/** The rasters of all layers, the answer over time, and the axis that they share. */
export class LiveRasters extends LiveElement {
  #views: readonly (RasterView | ValuesView)[] = [];
  #layers: readonly Layer[] = [];
  #axis: Surface | undefined;
  readonly #answers = new Answers(WINDOW);
  #frames: Subscription | undefined;
  #anew = true;
  #drawn = '';
  /** The neuron that the keys came to: said to those who do not see it. */
  #told = '';

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.ready, live.network, live.meter, live.running, live.cursor];
  }

  override firstUpdated(): void {
    window.addEventListener('themechange', this.#repaint);
    this.#axis = new Surface(this.querySelector<HTMLCanvasElement>('.axis')!, this.#repaint);
    this.#frames = this.live.frame.subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('themechange', this.#repaint);
    this.#frames?.unsubscribe();
    for (const each of [...this.#views, this.#axis]) each?.close();
  }

  override render() {
    const { layers, ghost, ready } = this.live;
    return html`<section class="card rasters ${ready.value ? '' : 'empty'}" aria-label="Spikes over time"
      style="--layers: ${Math.max(1, layers.length - 2)}">
      ${layers.map((layer, i) => this.#panel(layer, i))}
      <canvas class="axis" aria-hidden="true"></canvas>
      ${ghost ? FORK : nothing}
      <p class="unseen" role="status" .textContent=${this.#told}></p>
      <live-loading .live=${this.live}></live-loading>
    </section>`;
  }

  #panel({ name, title, shape, signal }: Layer, i: number) {
    const { layers, labels } = this.live;
    const place = i === 0 ? 'input' : i === layers.length - 1 ? 'output' : 'hidden';
    const what = signal === 'spk' ? 'Spikes' : signal === 'mem' ? 'Membranes' : 'Currents';
    const draws = i === 0 ? '' : ', Enter draws its membrane';
    return html`<header><h2>${title}</h2><span>${sizeText(shape)}</span><span
        class="end">${this.#activity(i)}</span></header>
      <div class="panel ${place}" data-name=${name}>
        ${place === 'output' && labels.length <= LABELS ? this.#labels() : ''}
        <canvas data-layer=${i} tabindex="0" role="application"
          aria-label="${what} of the ${name} layer, newest at the right. Up and down choose a neuron${draws}."
          @pointermove=${this.#hover} @click=${this.#click} @keydown=${this.#key}></canvas>
      </div>`;
  }

  /** How many fire; of a layer that does not spike, what is drawn in full colour. */
  #activity(layer: number): string {
    const { name, signal } = this.live.layers[layer]!;
    if (signal !== 'spk') {
      const view = this.#views[layer];
      const most = view instanceof ValuesView ? view.most : 0;
      return `${signal === 'mem' ? 'membranes' : 'currents'}, ±${most.toPrecision(2)} in full colour`;
    }
    const density = this.live.meter.value?.density[name];
    return `${density === undefined ? '–' : (100 * density).toFixed(1)} % fire in a step`;
  }

  override updated(): void {
    if (this.#layers === this.live.layers) return;
    this.#layers = this.live.layers;
    const canvases = [...this.querySelectorAll<HTMLCanvasElement>('.panel canvas')];
    for (const view of this.#views) view.close();
    this.#views = canvases.map((canvas, layer) => {
      const View = this.#layers[layer]!.signal === 'spk' ? RasterView : ValuesView;
      return new View(canvas, layer, this.#repaint);
    });
    this.#anew = true;
    this.live.touch();
  }

  readonly #repaint = (): void => {
    this.#anew = true;
    this.#draw();
  };

  #labels() {
    const items = this.live.labels.map((label) => html`<li>${label}</li>`).reverse();
    return html`<ol class="labels" aria-hidden="true">${items}</ol>`;
  }

  #draw(): void {
    const { ring, end, ghost } = this.live;
    // the canvases of another network come with the next rendering
    if (!ring || this.#layers !== ring.layers) return;
    const state = `${ring.generation} ${this.live.cursor.value} ${ghost?.from}`;
    const anew = this.#anew || state !== this.#drawn;
    this.#drawn = state;
    this.#anew = false;
    for (const view of this.#views) view.draw(ring, end, ghost, anew);
    if (this.#axis) this.#time(this.#axis);
  }

  /** Step numbers every 50 steps, and above them the answer as it changed. */
  #time({ context, width, height, scale }: Surface): void {
    const { ring, end, labels } = this.live;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = '11px Inter, system-ui, sans-serif';
    context.textAlign = 'center';
    const first = Math.max(ring!.first, end - RasterView.steps(width));
    const x = (index: number) => width - (end - index) * COLUMN;
    const tell = (since: number, until: number, answer: number) => {
      if (answer < 0 || until - since < 4) return;
      context.fillStyle = colour('--band');
      context.fillRect(x(since) + 1, 2, x(until) - x(since) - 2, 16);
      context.fillStyle = colour('--ink');
      if (until - since > 6) context.fillText(labels[answer]!, (x(since) + x(until)) / 2, 14);
    };
    for (let index = first, since = first; index < end; index++) {
      const answer = this.#answers.at(ring!, index);
      if (index + 1 === end || this.#answers.at(ring!, index + 1) !== answer) {
        tell(since, index + 1, answer);
        since = index + 1;
      }
      const t = ring!.t(index);
      if (t % 50 !== 0) continue;
      context.fillStyle = colour('--axis');
      context.fillRect(Math.round(x(index)), 20, 1, 5);
      context.fillStyle = colour('--muted');
      if (x(index) > 14 && x(index) < width - 14) context.fillText(t.toLocaleString('en'), x(index), 37);
    }
  }

  #tell(text: string): void {
    this.#told = text;
    this.requestUpdate();
  }

  #neuron(event: MouseEvent): Neuron {
    const canvas = event.currentTarget as HTMLCanvasElement;
    const layer = Number(canvas.dataset.layer);
    const { neurons } = this.live.layers[layer]!;
    const neuron = Math.floor(neurons * (1 - event.offsetY / canvas.clientHeight));
    return { layer, neuron: Math.min(neurons - 1, Math.max(0, neuron)) };
  }

  readonly #hover = (event: PointerEvent): void => {
    this.live.neuron.next(this.#neuron(event));
  };

  readonly #click = (event: MouseEvent): void => {
    const neuron = this.#neuron(event);
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
      this.#tell(nameOf(this.live, { layer, neuron }));
    } else if (event.key === 'Enter' && layer > 0) {
      this.live.watch({ layer, neuron: now });
      const drawn = this.live.watched.value.some((each) => each.layer === layer && each.neuron === now);
      this.#tell(`${nameOf(this.live, { layer, neuron: now })}, membrane ${drawn ? 'drawn' : 'removed'}`);
    } else return;
    event.preventDefault();
  };
}

/** '1,000 neurons', '16 × 14 × 14 = 3,136 neurons'. */
function sizeText(shape: readonly number[]): string {
  const neurons = shape.reduce((a, b) => a * b, 1).toLocaleString('en');
  const sizes = shape.length > 1 ? `${shape.join(' × ')} = ` : '';
  return `${sizes}${neurons} neuron${neurons === '1' ? '' : 's'}`;
}
