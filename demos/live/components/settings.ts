import { html } from 'lit';
import type { Observable } from 'rxjs';
import type { Live } from '../model/live.js';
import type { Choice, Slider } from '../model/network.js';
import type { Plan } from '../model/protocol.js';
import { LiveElement } from './element.js';

/** What every network has, since its input is made of spikes here. */
const GAIN: Slider = { name: 'gain', title: 'Encoder gain', min: 0, max: 2, step: 0.05, value: 1 };

const BLOCKS = [
  ['1', '1 step'],
  ['5', '5 steps'],
  ['20', '20 steps'],
] as const;

type Titled = readonly (readonly [value: string, title: string])[];

/** What can be changed while the network runs: what the network itself has, and how it runs. */
export class LiveSettings extends LiveElement {
  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings, live.plan, live.ready, live.network, live.opened.networks];
  }

  override render() {
    const { live } = this;
    const plan = live.plan.value;
    const networks = live.opened.networks.value;
    const current = networks.findIndex(({ name, file }) => name === plan.network && file === plan.file);
    const devices = live.devices.filter(({ available }) => available).map(({ name }) => name);
    return html`<section class="card settings" aria-label="Settings">
      <header><h2>Neurons</h2><button class="quiet" @click=${this.#defaults}>Defaults</button></header>
      ${this.#sliders.map((slider) => this.#slider(slider))}
      ${live.info.choices.map((choice) => this.#choice(choice))}
      <header><h2>Run</h2></header>
      ${this.#select(
        'Network',
        'network',
        networks.map(({ title }, i) => [String(i), title]),
        String(current),
        (i) => {
          const { name, file } = networks[Number(i)]!;
          const { file: _, ...rest } = plan;
          live.replace({ ...rest, network: name, ...(file !== undefined && { file }), options: {} });
        },
      )}
      ${this.#select(
        'Device',
        'device',
        named(devices.length ? devices : ['events']),
        plan.device,
        (device) => live.choose({ device: device as Plan['device'] }),
      )}
      ${this.#select('Block', 'block', BLOCKS, String(plan.block), (block) => live.choose({ block: Number(block) }))}
      ${this.#select('Late steps', 'onLate', named(['wait', 'drop', 'coalesce']), plan.onLate, (onLate) =>
        live.choose({ onLate: onLate as Plan['onLate'] }),
      )}
    </section>`;
  }

  /** What is chosen is what the plan says, also where that went back, or the options are others now. */
  override updated(): void {
    for (const select of this.querySelectorAll('select')) select.value = select.dataset.value!;
    // a number that is about to be typed stays
    for (const input of this.querySelectorAll<HTMLInputElement>('input[type=number]')) {
      const { value = '', shown } = input.dataset;
      if (value !== shown) input.value = value;
      input.dataset.shown = value;
    }
  }

  get #sliders(): readonly Slider[] {
    return [...this.live.info.sliders, GAIN];
  }

  #slider({ name, title, min, max, step }: Slider) {
    const value = Number(this.live.settings.value[name]);
    return html`<label class="slider"><span>${title}</span>
      <input type="range" name=${name} min=${min} max=${max} step=${step} .value=${String(value)}
        @input=${(event: Event) => this.live.set(name, Number((event.target as HTMLInputElement).value))} />
      <output>${value.toFixed(2)}</output></label>`;
  }

  /** One of the network's own choices: of values, or a number. */
  #choice({ name, title, values, value: first, unit = '', placeholder = '' }: Choice) {
    const { options } = this.live.plan.value;
    const value = options[name] ?? first;
    const choose = (chosen: string) => this.live.choose({ options: { ...options, [name]: chosen } });
    if (values) return this.#select(title, name, values, value, choose);
    return html`<label class="select"><span>${title}, ${unit}</span>
      <input type="number" name=${name} min="0" step="any" placeholder=${placeholder} data-value=${value}
        @change=${(event: Event) => choose((event.target as HTMLInputElement).value)} /></label>`;
  }

  #select(title: string, name: string, values: Titled, value: string, choose: (value: string) => void) {
    return html`<label class="select"><span>${title}</span>
      <select name=${name} data-value=${value} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${values.map(([each, title]) => html`<option value=${each}>${title}</option>`)}
    </select></label>`;
  }

  readonly #defaults = (): void => {
    for (const { name, value } of this.#sliders)
      if (this.live.settings.value[name] !== value) this.live.set(name, value);
  };
}

function named(names: readonly string[]): Titled {
  return names.map((name) => [name, name] as const);
}
