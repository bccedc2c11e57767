import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import { answerOf } from '../view/answer.js';
import { calm } from '../view/calm.js';
import { LiveElement } from './element.js';

/** Most outputs that have a bar each; of more, those with most have one. */
const BARS = 10;

/** The answer so far: its class, and a bar for the spikes, or the mean, of each output in the last steps. */
export class LiveAnswer extends LiveElement {
  #frames: Subscription | undefined;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.ready, live.network];
  }

  override firstUpdated(): void {
    this.#frames = calm(this.live).subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
  }

  override render() {
    const { labels } = this.live;
    const what = this.#spikes ? 'Spikes' : 'Mean';
    const most = labels.length > BARS ? `, the ${BARS} of ${labels.length} with most` : '';
    const wide = labels.some((label) => label.length > 1) ? 'wide' : '';
    return html`<section class="card answer ${this.#spikes ? '' : 'means'} ${wide}" aria-label="Answer">
      <div class="says"><span>Answer</span><strong aria-live="polite">–</strong></div>
      <ol class="bars" aria-label="${what} of each output in the last ${WINDOW} steps">
        ${labels.slice(0, BARS).map((label) => html`<li><span .textContent=${label}></span><div><i></i></div><b>0</b></li>`)}
      </ol>
      <p class="note">${what} in the last ${WINDOW} steps${most}</p>
    </section>`;
  }

  get #spikes(): boolean {
    return this.live.layers.at(-1)!.signal === 'spk';
  }

  /** Only the numbers change, so only they are touched. */
  #draw(): void {
    const { ring, end, labels } = this.live;
    if (!ring) return;
    const { answer, counts } = answerOf(ring, end, WINDOW);
    const text = (value: number) => (this.#spikes ? String(value) : value.toFixed(2));
    // one output is no choice: what counts is how much
    const says = answer < 0 ? '–' : counts.length === 1 ? text(counts[0]!) : labels[answer]!;
    const strong = this.querySelector('strong')!;
    if (strong.textContent !== says) {
      strong.textContent = says;
      strong.dataset.length = String(Math.min(says.length, 5));
    }
    const order = [...counts.keys()];
    if (order.length > BARS) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
    const full = this.#spikes ? WINDOW : Math.max(1e-9, ...order.map((output) => Math.abs(counts[output]!)));
    for (const [i, item] of this.querySelectorAll<HTMLElement>('.bars li').entries()) {
      const output = order[i]!;
      const value = counts[output]!;
      write(item.querySelector('span')!, labels[output]!);
      write(item.querySelector('b')!, text(value));
      const bar = item.querySelector<HTMLElement>('i')!;
      bar.style.transform = `scaleX(${Math.abs(value) / full})`;
      bar.classList.toggle('minus', value < 0);
      item.classList.toggle('wins', output === answer);
    }
  }
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
