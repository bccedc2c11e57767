import { html } from 'lit';
import type { Observable } from 'rxjs';
import { DEFAULTS } from '../model/defaults.js';
import type { Live } from '../model/live.js';
import type { Plan, Settings } from '../model/protocol.js';
import { networks } from '../networks/index.js';
import { LiveElement } from './element.js';

type Numeric = Exclude<keyof Settings, 'image' | 'noise'>;

const SLIDERS: readonly {
  name: Numeric;
  title: string;
  min: number;
  max: number;
  step: number;
  digits: number;
}[] = [
  { name: 'beta', title: 'Beta', min: 0, max: 1, step: 0.01, digits: 2 },
  { name: 'threshold', title: 'Threshold', min: 0.1, max: 3, step: 0.05, digits: 2 },
  { name: 'weightScale', title: 'Weight scale', min: 0, max: 3, step: 0.05, digits: 2 },
  { name: 'gain', title: 'Encoder gain', min: 0, max: 2, step: 0.05, digits: 2 },
];

/** What can be changed while the network runs. */
export class LiveSettings extends LiveElement {
  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings, live.plan, live.ready];
  }

  override render() {
    const { live } = this;
    const plan = live.plan.value;
    const devices = live.devices.filter(({ available }) => available);
    return html`<section class="card settings" aria-label="Settings">
      <header><h2>Neurons</h2><button class="quiet" @click=${this.#defaults}>Defaults</button></header>
      ${SLIDERS.map(({ name, title, min, max, step, digits }) => {
        const value = live.settings.value[name];
        return html`<label class="slider"><span>${title}</span>
          <input type="range" name=${name} min=${min} max=${max} step=${step} .value=${String(value)}
            @input=${(event: Event) => live.set(name, Number((event.target as HTMLInputElement).value))} />
          <output>${value.toFixed(digits)}</output></label>`;
      })}
      ${this.#select('Reset', 'resetMechanism', ['subtract', 'zero', 'none'], plan.resetMechanism)}
      <header><h2>Run</h2></header>
      ${this.#select(
        'Network',
        'network',
        networks.map(({ name }) => name),
        plan.network,
        networks.map(({ title }) => title),
      )}
      ${this.#select('Device', 'device', devices.length ? devices.map(({ name }) => name) : ['events'], plan.device)}
      ${this.#select('Block', 'block', ['1', '5', '20'], String(plan.block), ['1 step', '5 steps', '20 steps'])}
      ${this.#select('Late steps', 'onLate', ['wait', 'drop', 'coalesce'], plan.onLate)}
    </section>`;
  }

  #select(title: string, name: keyof Plan, values: readonly string[], value: string, titles = values) {
    const choose = (event: Event) => {
      const chosen = (event.target as HTMLSelectElement).value;
      this.live.choose({ [name]: name === 'block' ? Number(chosen) : chosen });
    };
    return html`<label class="select"><span>${title}</span><select name=${name} @change=${choose}>
      ${values.map((each, i) => html`<option value=${each} ?selected=${each === value}>${titles[i]}</option>`)}
    </select></label>`;
  }

  readonly #defaults = (): void => {
    for (const { name } of SLIDERS)
      if (this.live.settings.value[name] !== DEFAULTS[name]) this.live.set(name, DEFAULTS[name]);
  };
}
