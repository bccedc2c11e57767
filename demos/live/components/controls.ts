import { html } from 'lit';
import type { Live } from '../model/live.js';
import type { Slider } from '../model/network.js';

export type Titled = readonly (readonly [value: string, title: string])[];

/** A setting that holds from the next step on. */
export function sliderFor(live: Live, { name, title, min, max, step }: Slider) {
  const value = Number(live.settings.value[name]);
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  return html`<label class="slider"><span>${title}</span>
    <input type="range" name=${name} min=${min} max=${max} step=${step} .value=${String(value)}
      @input=${(event: Event) => live.set(name, Number((event.target as HTMLInputElement).value))} />
    <output>${value.toFixed(digits)}</output></label>`;
}

/** A choice of one of several; what is chosen is set by `chooseIn`, once the options are there. */
export function selectFor(
  title: string,
  name: string,
  values: Titled,
  value: string,
  choose: (value: string) => void,
) {
  return html`<label class="select"><span>${title}</span>
    <select name=${name} data-value=${value} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${values.map(([each, title]) => html`<option value=${each}>${title}</option>`)}
  </select></label>`;
}

/** What is chosen is what the plan says, also where that went back, or the options are others now. */
export function chooseIn(element: HTMLElement): void {
  for (const select of element.querySelectorAll('select')) select.value = select.dataset.value!;
}
