import { html, nothing } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { readIdx } from 'rxsnn';
import digits from '../digits.idx?url';
import { Feeding } from '../inputs/feeding.js';
import { inputs } from '../inputs/index.js';
import { type Input, SIDE } from '../inputs/input.js';
import { frameOf, toShape } from '../inputs/toShape.js';
import type { Live } from '../model/live.js';
import { maskOf } from '../view/canvas.js';
import { LiveElement } from './element.js';
import { isOwn } from './keys.js';
import type { LivePaper } from './paper.js';
import { tabId, tabList } from './tabs.js';

const TABS = [{ name: 'draw', title: 'Draw' }, ...inputs];

/** What feeds the network: the paper, its presets, and the other inputs. */
export class LivePad extends LiveElement {
  #presets: readonly Float32Array[] = [];
  #masks: readonly string[] = [];
  #source = 'draw';
  #address = '';
  #fit = true;
  #brightness = 1;
  /** What was given last, before it was brought to the network's shape; nothing where a link said what the network sees. */
  #image: Float32Array | undefined;
  #networks: Subscription | undefined;
  /** What was said of an input last. */
  #said = '';
  readonly #feeding = new Feeding(
    (image) => this.#show(image),
    () => this.live.settings.value.image.length,
    (why) => this.#lost(why),
  );

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings, live.network, live.playback];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    readIdx(digits).then(({ data }) => {
      this.#presets = Array.from({ length: 10 }, (_, i) =>
        Float32Array.from(data.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE), (byte) => byte / 255),
      );
      this.#masks = this.#presets.map((preset) => maskOf(preset, SIDE));
      this.requestUpdate();
    });
    window.addEventListener('keydown', this.#key);
    this.#networks = this.live.network.subscribe(({ restored }) => this.#meet(restored));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    this.#networks?.unsubscribe();
    this.#feeding.end();
  }

  override render() {
    const input = this.#input;
    const plays = this.live.playback.value !== undefined;
    const chosen = plays ? undefined : this.#source;
    return html`
      <section class="card pad" aria-label="Input">
        ${tabList('Source of the input', 'source', TABS, { chosen, reached: this.#source }, (name) => this.#choose(name))}
        ${plays ? html`<live-player .live=${this.live}></live-player>` : nothing}
        <div id="source" role="tabpanel" aria-labelledby=${tabId('source', this.#source)} ?hidden=${plays}>
          <live-paper .live=${this.live} .draws=${!input} .fit=${this.#fit} .show=${this.#show}></live-paper>
          ${input ? this.#about(input) : this.#takesImages ? this.#examples() : nothing}
          ${this.#dimmer()}
        </div>
      </section>`;
  }

  get #input(): Input | undefined {
    return inputs.find(({ name }) => name === this.#source);
  }

  get #takesImages(): boolean {
    return frameOf(this.live.info.input) !== undefined;
  }

  get #paper(): LivePaper {
    return this.querySelector<LivePaper>('live-paper')!;
  }

  #examples() {
    return html`<div class="examples" role="group" aria-label="Examples from MNIST">
        ${Array.from(
          '0123456789',
          (digit, i) => html`<button aria-label="Example ${digit}" title="Example (key ${digit})"
          @click=${() => this.#example(Number(digit))}
          ><i style=${this.#masks[i] ? `mask-image: url(${this.#masks[i]})` : ''}></i></button>`,
        )}
      </div>
      <label class="check"><input type="checkbox" .checked=${this.#fit} @change=${this.#toggleFit} />
        Centre and scale, as MNIST’s digits</label>`;
  }

  #about(input: Input) {
    return html`<p class="hint">${input.hint}</p>
      ${
        input.address
          ? html`<form class="address" @submit=${(event: Event) => this.#connect(event)}>
            <input aria-label=${input.address.label} .value=${this.#address || input.address.value} />
            <button>Connect</button></form>`
          : nothing
      }`;
  }

  #dimmer() {
    const dim = ({ target }: Event) => {
      this.#brightness = (target as HTMLInputElement).valueAsNumber;
      this.requestUpdate();
      if (this.#image) this.#show(this.#image);
    };
    return html`<label class="slider"><span>Brightness</span>
      <input type="range" min="0" max="1" step="0.01" .value=${String(this.#brightness)} @input=${dim} />
      <output>${Math.round(100 * this.#brightness)} %</output></label>`;
  }

  #choose(name: string): void {
    const plays = this.live.playback.value !== undefined;
    const begins = inputs.find((input) => input.name === name && !input.address);
    // what feeds already is not begun again, but one that could not start is
    if (!plays && name === this.#source && (this.#feeding.isOn || !begins)) return;
    this.#leave();
    if (plays) this.live.feed();
    this.#source = name;
    this.requestUpdate();
    if (begins) this.#feeding.begin(begins);
  }

  #connect(event: Event): void {
    event.preventDefault();
    this.#address = (event.target as HTMLFormElement).querySelector('input')!.value;
    this.#leave();
    this.#feeding.begin(this.#input!, this.#address);
  }

  /** Nothing feeds any longer, and what was said of it is past. */
  #leave(): void {
    this.#feeding.end();
    this.#paper.clear();
    if (this.live.message.value === this.#said) this.live.message.next('');
  }

  /** What came last does not go on firing. */
  #lost(why: string): void {
    this.#paper.clear();
    this.#said = why;
    this.live.message.next(why);
  }

  /** Gives an image to the network, in its shape and as bright as was chosen. */
  readonly #show = (image: Float32Array): void => {
    this.#image = image;
    const byte = (value: number) =>
      Math.fround(Math.round(255 * Math.min(1, value * this.#brightness)) / 255);
    this.live.set('image', toShape(image, this.live.info.input, this.#input?.profile).map(byte));
  };

  /** Another network gets what is on the paper, where it can take it. */
  #meet(restored: boolean): void {
    const size = this.live.settings.value.image.length;
    const fits = this.#image && [SIDE * SIDE, size].includes(this.#image.length);
    if (restored || !fits) {
      this.#image = undefined;
      this.#paper?.lift();
    } else this.#show(this.#image!);
  }

  #example(digit: number): void {
    this.#paper.lift();
    const preset = this.#presets[digit];
    if (preset) this.#show(preset);
  }

  readonly #toggleFit = (): void => {
    this.#fit = !this.#fit;
    this.requestUpdate();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (!isOwn(event) || this.#source !== 'draw') return;
    if (/^[0-9]$/.test(event.key) && this.#takesImages) this.#example(Number(event.key));
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#paper.clear();
  };
}
