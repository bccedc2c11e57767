import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import type { Neuron } from '../model/network.js';
import { paint } from '../view/canvas.js';
import { diverging } from '../view/colours.js';
import { pictureOf } from '../view/grid.js';
import { fieldOf } from '../view/incoming.js';
import { LiveElement } from './element.js';
import { nameOf } from './traces.js';

/** The neuron that is pointed at: its incoming weights as an image, and what its inputs gave it lately. */
export class LiveNeuron extends LiveElement {
  #frames: Subscription | undefined;
  #at = 0;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.neuron];
  }

  override firstUpdated(): void {
    this.#frames = this.live.frame.subscribe(() => this.#drive());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
  }

  override render() {
    const { value: neuron } = this.live.neuron;
    return html`<section class="card neuron" aria-label="Neuron">
      <header><h2>${neuron ? nameOf(this.live, neuron) : 'Neuron'}</h2>
        <span>${neuron ? this.#about(neuron) : 'point at a raster'}</span></header>
      <div class="images">
        <figure><canvas class="weights" width="28" height="28"></canvas><figcaption>Weights</figcaption></figure>
        <figure><canvas class="drive" width="28" height="28"></canvas><figcaption>Made it fire</figcaption></figure>
      </div>
      <p class="note"><i class="plus"></i>excites<i class="minus"></i>inhibits · right: weight × spikes</p>
    </section>`;
  }

  override updated(): void {
    const { value: neuron } = this.live.neuron;
    const field = neuron && fieldOf(this.live.layers[neuron.layer]!, neuron.neuron);
    image(this.querySelector<HTMLCanvasElement>('.weights')!, field?.weights, field?.shape);
    this.#at = 0;
    this.#drive();
  }

  #about({ layer }: Neuron): string {
    const { incoming } = this.live.layers[layer]!;
    if (layer === 0) return 'an input has no weights';
    if (!incoming) return 'no weights lead to it';
    return incoming.convolution ? `kernel of ${incoming.convolution.kernel.join(' × ')}` : '';
  }

  /** Ten times a second is enough to follow. */
  #drive(): void {
    const now = performance.now();
    if (now - this.#at < 100) return;
    this.#at = now;
    const { ring, end, layers, neuron } = this.live;
    const layer = neuron.value && layers[neuron.value.layer];
    const from = layer?.incoming?.from;
    const canvas = this.querySelector<HTMLCanvasElement>('.drive')!;
    if (!ring || from === undefined || layers[from]!.signal !== 'spk') {
      image(canvas);
      return;
    }
    const { weights, shape, sources } = fieldOf(layer!, neuron.value!.neuron)!;
    const counts = ring.counts(from, end - WINDOW, end);
    const drive = weights.map((weight, i) => weight * (counts[sources[i]!] ?? 0));
    image(canvas, drive, shape);
  }
}

/** Values as an image about as high as wide, the largest in full colour. */
function image(canvas: HTMLCanvasElement, values?: Float32Array, shape: readonly number[] = []): void {
  if (!values) {
    canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  let most = 1e-9;
  for (const value of values) most = Math.max(most, Math.abs(value));
  const picture = pictureOf(
    values.map((value) => value / most),
    shape,
  );
  paint(canvas, picture.width, picture.height, picture.values, diverging());
}
