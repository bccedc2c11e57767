import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import { answerOf, meanText } from '../view/answer.js';
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
    const wide = labels.some((label) => label.length > 1) ? 'wide' : '';
    return html`<section class="card answer ${this.#spikes ? '' : 'means'} ${wide}" aria-label="Answer">
      <div class="says"><span>Answer</span><strong aria-live="polite">–</strong></div>
      <ol class="bars" aria-label="${this.#what} of each output in the last ${WINDOW} steps">
        ${labels.slice(0, BARS).map((label) => html`<li><span .textContent=${label}></span><div><i></i></div><b>0</b></li>`)}
      </ol>
      <p class="note" .textContent=${this.#note}></p>
    </section>`;
  }

  get #spikes(): boolean {
    return this.live.layers.at(-1)!.signal === 'spk';
  }

  get #what(): string {
    return this.#spikes ? 'Spikes' : 'Mean';
  }

  get #note(): string {
    const { length } = this.live.labels;
    const most = length > BARS ? `, the ${BARS} of ${length} with most` : '';
    return `${this.#what} in the last ${WINDOW} steps${most}`;
  }

  /** Only the numbers change, so only they are touched. */
  #draw(): void {
    const { ring, end, labels } = this.live;
    if (!ring) return;
    const { answer, counts, finite } = answerOf(ring, end, WINDOW);
    const text = (value: number) => (this.#spikes ? String(value) : meanText(value));
    // one output is no choice: what counts is how much
    const says = answer < 0 ? '–' : counts.length === 1 ? text(counts[0]!) : labels[answer]!;
    const strong = this.querySelector('strong')!;
    if (strong.textContent !== says) {
      strong.textContent = says;
      strong.dataset.length = String(Math.min(says.length, 7));
    }
    const order = [...counts.keys()];
    if (order.length > BARS) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
    // what is not finite has no bar
    const size = (output: number) => (Number.isFinite(counts[output]) ? Math.abs(counts[output]!) : 0);
    const full = this.#spikes ? WINDOW : Math.max(1e-9, ...order.map(size));
    for (const [i, item] of this.querySelectorAll<HTMLElement>('.bars li').entries()) {
      const output = order[i]!;
      const value = counts[output]!;
      write(item.querySelector('span')!, labels[output]!);
      write(item.querySelector('b')!, text(value));
      const bar = item.querySelector<HTMLElement>('i')!;
      bar.style.transform = `scaleX(${size(output) / full})`;
      bar.classList.toggle('minus', value < 0);
      item.classList.toggle('wins', output === answer);
    }
    write(
      this.querySelector('.note')!,
      finite ? this.#note : 'No answer: not all values are finite any more',
    );
  }
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
