import { html } from 'lit';
import type { Observable } from 'rxjs';
import type { Live } from '../model/live.js';
import type { Choice } from '../model/network.js';
import type { Plan } from '../model/protocol.js';
import { chooseIn, selectFor, sliderFor, type Titled } from './controls.js';
import { LiveElement } from './element.js';

const BLOCKS = [
  ['1', '1 step'],
  ['5', '5 steps'],
  ['20', '20 steps'],
] as const;

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
      ${live.info.sliders.map((slider) => sliderFor(live, slider))}
      ${live.info.choices.map((choice) => this.#choice(choice))}
      <header><h2>Run</h2></header>
      ${selectFor(
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
      ${selectFor('Device', 'device', named(devices.length ? devices : ['events']), plan.device, (device) =>
        live.choose({ device: device as Plan['device'] }),
      )}
      ${selectFor('Block', 'block', BLOCKS, String(plan.block), (block) => live.choose({ block: Number(block) }))}
      ${selectFor('Late steps', 'onLate', named(['wait', 'drop', 'coalesce']), plan.onLate, (onLate) =>
        live.choose({ onLate: onLate as Plan['onLate'] }),
      )}
    </section>`;
  }

  override updated(): void {
    chooseIn(this);
    // a number that is about to be typed stays
    for (const input of this.querySelectorAll<HTMLInputElement>('input[type=number]')) {
      const { value = '', shown } = input.dataset;
      if (value !== shown) input.value = value;
      input.dataset.shown = value;
    }
  }

  /** One of the network's own choices: of values, or a number. */
  #choice({ name, title, values, value: first, unit = '', placeholder = '' }: Choice) {
    const { options } = this.live.plan.value;
    const value = options[name] ?? first;
    const choose = (chosen: string) => this.live.choose({ options: { ...options, [name]: chosen } });
    if (values) return selectFor(title, name, values, value, choose);
    return html`<label class="select"><span>${title}, ${unit}</span>
      <input type="number" name=${name} min="0" step="any" placeholder=${placeholder} data-value=${value}
        @change=${(event: Event) => choose((event.target as HTMLInputElement).value)} /></label>`;
  }

  readonly #defaults = (): void => {
    for (const { name, value } of this.live.info.sliders)
      if (this.live.settings.value[name] !== value) this.live.set(name, value);
  };
}

function named(names: readonly string[]): Titled {
  return names.map((name) => [name, name] as const);
}
