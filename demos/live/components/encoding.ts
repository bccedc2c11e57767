import { html, nothing } from 'lit';
import type { Observable } from 'rxjs';
import { encodingOf, encodings } from '../encodings/index.js';
import { frameOf } from '../inputs/toShape.js';
import type { Live } from '../model/live.js';
import type { Choice } from '../model/network.js';
import { BIN, POLARITY } from '../model/playback.js';
import { chooseIn, selectFor, sliderFor } from './controls.js';
import { LiveElement } from './element.js';

/** How images become spikes, with the settings of the encoding; or how the events of a file become steps. */
export class LiveEncoding extends LiveElement {
  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings, live.plan, live.playback, live.network];
  }

  override render() {
    const { live } = this;
    if (live.playback.value) return this.#events();
    const { title: _, hint, sliders, choices } = encodingOf(live.plan.value.encoding);
    return html`<section class="card settings encoding" aria-label="Encoding">
      ${selectFor(
        'Encoding',
        'encoding',
        encodings.map(({ name, title }) => [name, title]),
        live.plan.value.encoding,
        (encoding) => live.choose({ encoding }),
      )}
      <p class="hint">${hint}</p>
      ${sliders.map((slider) => sliderFor(live, slider))}
      ${choices.map((choice) => this.#choice(choice))}
    </section>`;
  }

  #events() {
    const channels = frameOf(this.live.info.input)?.channels;
    return html`<section class="card settings encoding" aria-label="Events">
      <header><h2>Events in a step</h2></header>
      ${sliderFor(this.live, BIN)}
      ${channels === 1 ? this.#choice(POLARITY) : nothing}
    </section>`;
  }

  #choice({ name, title, values, value }: Choice) {
    const { coding } = this.live.plan.value;
    return selectFor(title, name, values!, coding[name] ?? value, (chosen) =>
      this.live.choose({ coding: { ...coding, [name]: chosen } }),
    );
  }

  override updated(): void {
    chooseIn(this);
  }
}
