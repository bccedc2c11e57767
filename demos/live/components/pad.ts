import { html, nothing } from 'lit';
import type { Observable } from 'rxjs';
import { readIdx } from 'rxsnn';
import digits from '../digits.idx?url';
import { inputs } from '../inputs/index.js';
import { SIDE } from '../inputs/input.js';
import { PEN, rasterise, type Stroke } from '../inputs/strokes.js';
import type { Live } from '../model/live.js';
import { paint } from '../view/canvas.js';
import { ink } from '../view/colours.js';
import { LiveElement } from './element.js';

/** What feeds the network: the pad, its presets, and the other inputs. */
export class LivePad extends LiveElement {
  #strokes: Stroke[] = [];
  #pen: { x: number; y: number }[] | undefined;
  #presets: readonly Float32Array[] = [];
  #source = 'draw';
  #address = '';
  #stop: (() => void) | undefined;
  #fit = true;
  #brightness = 1;
  #image: Float32Array = new Float32Array(SIDE * SIDE);

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    readIdx(digits).then(({ data }) => {
      this.#presets = Array.from({ length: 10 }, (_, i) =>
        Float32Array.from(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), (byte) => byte / 255),
      );
      this.requestUpdate();
    });
    window.addEventListener('keydown', this.#key);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    this.#stop?.();
  }

  override render() {
    const input = inputs.find(({ name }) => name === this.#source);
    return html`
      <section class="card pad" aria-label="Input">
        <div class="tabs" role="tablist" aria-label="Source of the input">
          ${[{ name: 'draw', title: 'Draw' }, ...inputs].map(
            ({ name, title }) => html`<button role="tab" aria-selected=${name === this.#source}
              @click=${() => this.#choose(name)}>${title}</button>`,
          )}
        </div>
        <div class="paper ${this.#strokes.length > 0 ? 'drawn' : ''}">
          <canvas id="image" width=${SIDE} height=${SIDE} role="img" aria-label="What the network sees"></canvas>
          <canvas id="pad" width="504" height="504" role="img" tabindex="0"
            aria-label="Pad to draw a digit on, with the mouse or a finger. The keys 0 to 9 put in an example, Delete clears."
            @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}></canvas>
          ${!input && this.#isEmpty ? html`<p class="invite">Draw a digit</p>` : nothing}
          ${input ? nothing : html`<button class="clear" @click=${this.#clear} ?disabled=${this.#isEmpty}>Clear</button>`}
        </div>
        ${input ? this.#about(input) : this.#examples()}
        ${this.#slider('Brightness', this.#brightness, 0, 1, 0.01, (value) => {
          this.#brightness = value;
          this.#show(this.#image);
        })}
        ${this.#slider('Noise', this.live.settings.value.noise, 0, 0.2, 0.005, (value) => this.live.set('noise', value))}
      </section>`;
  }

  override updated(): void {
    const canvas = this.querySelector<HTMLCanvasElement>('#image')!;
    paint(canvas, SIDE, SIDE, this.live.settings.value.image, ink());
    for (const [i, preset] of this.querySelectorAll<HTMLCanvasElement>('.examples canvas').entries()) {
      if (this.#presets[i]) paint(preset, SIDE, SIDE, this.#presets[i], ink());
    }
    this.#ink();
  }

  get #isEmpty(): boolean {
    return !this.live.settings.value.image.some((value) => value > 0);
  }

  #examples() {
    return html`<div class="examples" role="group" aria-label="Examples from MNIST">
        ${Array.from(
          '0123456789',
          (digit) => html`<button aria-label="Example ${digit}" title="Example (key ${digit})"
          @click=${() => this.#example(Number(digit))}><canvas width=${SIDE} height=${SIDE}></canvas></button>`,
        )}
      </div>
      <label class="check"><input type="checkbox" .checked=${this.#fit} @change=${this.#toggleFit} />
        Centre and scale, as MNIST’s digits</label>`;
  }

  #about(input: (typeof inputs)[number]) {
    return html`<p class="hint">${input.hint}</p>
      ${
        input.address
          ? html`<form class="address" @submit=${(event: Event) => this.#connect(event)}>
            <input aria-label=${input.address.label} .value=${this.#address || input.address.value} />
            <button>Connect</button></form>`
          : nothing
      }`;
  }

  #slider(name: string, value: number, min: number, max: number, step: number, use: (value: number) => void) {
    return html`<label class="slider"><span>${name}</span>
      <input type="range" min=${min} max=${max} step=${step} .value=${String(value)}
        @input=${(event: Event) => use(Number((event.target as HTMLInputElement).value))} />
      <output>${Math.round(100 * value)} %</output></label>`;
  }

  #choose(name: string): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#source = name;
    this.#clear();
    this.requestUpdate();
    const input = inputs.find((input) => input.name === name);
    if (input && !input.address) this.#begin(input, '');
  }

  #connect(event: Event): void {
    event.preventDefault();
    this.#address = (event.target as HTMLFormElement).querySelector('input')!.value;
    this.#begin(inputs.find(({ name }) => name === this.#source)!, this.#address);
  }

  #begin(input: (typeof inputs)[number], address: string): void {
    this.#stop?.();
    input
      .start((image) => this.#show(image), address)
      .then(
        (stop) => {
          if (this.#source === input.name) this.#stop = stop;
          else stop();
        },
        (error: Error) => this.live.message.next(`${input.title}: ${error.message}`),
      );
  }

  /** Gives an image to the network, as bright as was chosen. */
  #show(image: Float32Array): void {
    this.#image = image;
    const byte = (value: number) =>
      Math.fround(Math.round(255 * Math.min(1, value * this.#brightness)) / 255);
    this.live.set('image', image.map(byte));
  }

  #example(digit: number): void {
    this.#strokes = [];
    const preset = this.#presets[digit];
    if (preset) this.#show(preset);
  }

  readonly #clear = (): void => {
    this.#strokes = [];
    this.#show(new Float32Array(SIDE * SIDE));
  };

  readonly #toggleFit = (): void => {
    this.#fit = !this.#fit;
    this.#show(rasterise(this.#strokes, this.#fit));
  };

  readonly #key = (event: KeyboardEvent): void => {
    const typing = (event.target as HTMLElement).matches('input:not([type=range]), select');
    if (typing || event.ctrlKey || event.metaKey || event.altKey || this.#source !== 'draw') return;
    if (/^[0-9]$/.test(event.key)) this.#example(Number(event.key));
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#clear();
  };

  readonly #down = (event: PointerEvent): void => {
    if (this.#source !== 'draw') return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    this.#pen = [this.#at(event)];
    this.#strokes = [...this.#strokes, this.#pen];
    this.#drew();
  };

  readonly #move = (event: PointerEvent): void => {
    if (!this.#pen) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) this.#pen.push(this.#at(point));
    if (this.#pen.length > 0) this.#drew();
  };

  readonly #up = (): void => {
    this.#pen = undefined;
  };

  #at({ clientX, clientY }: PointerEvent) {
    const box = this.querySelector('#pad')!.getBoundingClientRect();
    return { x: (SIDE * (clientX - box.left)) / box.width, y: (SIDE * (clientY - box.top)) / box.height };
  }

  #drew(): void {
    this.#show(rasterise(this.#strokes, this.#fit));
  }

  /** The pen's own lines; what the network sees of them is the small image. */
  #ink(): void {
    const canvas = this.querySelector<HTMLCanvasElement>('#pad')!;
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.save();
    context.scale(canvas.width / SIDE, canvas.height / SIDE);
    Object.assign(context, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
    context.strokeStyle = getComputedStyle(this).getPropertyValue('--ink');
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const { x, y } of stroke) context.lineTo(x, y);
      context.stroke();
    }
    context.restore();
  }
}
