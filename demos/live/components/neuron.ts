import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import type { Neuron } from '../model/protocol.js';
import { paint } from '../view/canvas.js';
import { diverging } from '../view/colours.js';
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
        <span>${neuron ? (neuron.layer === 0 ? 'an input has no weights' : '') : 'point at a raster'}</span></header>
      <div class="images">
        <figure><canvas class="weights" width="28" height="28"></canvas><figcaption>Weights</figcaption></figure>
        <figure><canvas class="drive" width="28" height="28"></canvas><figcaption>Made it fire</figcaption></figure>
      </div>
      <p class="note"><i class="plus"></i>excites<i class="minus"></i>inhibits · right: weight × spikes</p>
    </section>`;
  }

  override updated(): void {
    const { value: neuron } = this.live.neuron;
    const weights = neuron && this.#weights(neuron);
    const canvas = this.querySelector<HTMLCanvasElement>('.weights')!;
    if (weights) image(canvas, weights);
    else canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
    this.#at = 0;
    this.#drive();
  }

  /** Ten times a second is enough to follow. */
  #drive(): void {
    const now = performance.now();
    if (now - this.#at < 100) return;
    this.#at = now;
    const { ring, end, neuron } = this.live;
    const weights = neuron.value && this.#weights(neuron.value);
    const canvas = this.querySelector<HTMLCanvasElement>('.drive')!;
    if (ring && neuron.value && weights) {
      const counts = ring.counts(neuron.value.layer - 1, end - WINDOW, end);
      image(
        canvas,
        weights.map((weight, i) => weight * counts[i]!),
      );
    } else canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
  }

  #weights({ layer, neuron }: Neuron): Float32Array | undefined {
    const inputs = this.live.layers[layer - 1]?.neurons ?? 0;
    return this.live.layers[layer]?.weight?.subarray(neuron * inputs, (neuron + 1) * inputs);
  }
}

/** Values as an image about as high as wide, the largest in full colour. */
function image(canvas: HTMLCanvasElement, values: Float32Array): void {
  let most = 1e-9;
  for (const value of values) most = Math.max(most, Math.abs(value));
  const width = values.length === 784 ? 28 : Math.ceil(Math.sqrt(values.length));
  paint(
    canvas,
    width,
    Math.ceil(values.length / width),
    values.map((value) => value / most),
    diverging(),
  );
}
