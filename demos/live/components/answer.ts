import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { type Live, WINDOW } from '../model/live.js';
import { answerOf } from '../view/answer.js';
import { LiveElement } from './element.js';

/** The answer so far: its digit, and a bar for the spikes of each output in the last steps. */
export class LiveAnswer extends LiveElement {
  #frames: Subscription | undefined;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.ready];
  }

  override firstUpdated(): void {
    this.#frames = this.live.frame.subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
  }

  override render() {
    return html`<section class="card answer" aria-label="Answer">
      <div class="says"><span>Answer</span><strong aria-live="polite">–</strong></div>
      <ol class="bars" aria-label="Spikes of each output in the last ${WINDOW} steps">
        ${Array.from(this.live.labels, (label) => html`<li><span>${label}</span><div><i></i></div><b>0</b></li>`)}
      </ol>
      <p class="note">Spikes in the last ${WINDOW} steps</p>
    </section>`;
  }

  /** Only the numbers change, so only they are touched. */
  #draw(): void {
    const { ring, end, labels } = this.live;
    if (!ring) return;
    const { answer, counts } = answerOf(ring, end, WINDOW);
    const says = answer < 0 ? '–' : labels[answer]!;
    const strong = this.querySelector('strong')!;
    if (strong.textContent !== says) strong.textContent = says;
    for (const [i, item] of this.querySelectorAll<HTMLElement>('.bars li').entries()) {
      const text = String(counts[i]);
      const number = item.querySelector('b')!;
      if (number.textContent !== text) {
        number.textContent = text;
        item.querySelector<HTMLElement>('i')!.style.transform = `scaleX(${counts[i]! / WINDOW})`;
      }
      item.classList.toggle('wins', i === answer);
    }
  }
}
