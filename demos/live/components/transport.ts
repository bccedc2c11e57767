import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import type { Live } from '../model/live.js';
import { calm } from '../view/calm.js';
import { LiveElement } from './element.js';
import { isOwn } from './keys.js';

/** Steps a second. */
const SPEEDS: readonly (readonly [label: string, speed: number])[] = [
  ['10/s', 0.1],
  ['50/s', 0.5],
  ['100/s', 1],
  ['200/s', 2],
  ['500/s', 5],
  ['max', Number.POSITIVE_INFINITY],
];

const NOT_COPIED = 'The link is in the address bar: it could not be copied.';

/** Play, step, reset, speed, and the way back through what is kept. */
export class LiveTransport extends LiveElement {
  #frames: Subscription | undefined;
  #copied = false;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.running, live.speed, live.cursor, live.plan, live.ready];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#key);
  }

  override firstUpdated(): void {
    this.#frames = calm(this.live).subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#key);
    this.#frames?.unsubscribe();
  }

  override render() {
    const { live } = this;
    const running = live.running.value;
    const { block } = live.plan.value;
    const idle = !live.ready.value;
    return html`<section class="card transport" aria-label="Time">
      <button class="primary" aria-keyshortcuts="Space" title=${running ? 'Pause (space)' : 'Run (space)'}
        ?disabled=${idle} @click=${() => live.play(!running)}>${running ? 'Pause' : 'Run'}</button>
      <button title=${block === 1 ? 'One step (→)' : `One block, ${block} steps (→)`}
        ?disabled=${idle} @click=${() => live.step()}>Step</button>
      <button title="First state, step 0 (R)" ?disabled=${idle} @click=${() => live.reset()}>Reset</button>
      <label class="select"><span>Speed</span><select aria-label="Speed, in steps a second"
        title="Steps a second" @change=${(event: Event) => live.setSpeed(numberOf(event))}>
        ${SPEEDS.map(
          ([label, speed]) => html`<option value=${speed}
          ?selected=${speed === live.speed.value}>${label}</option>`,
        )}
      </select></label>
      <label class="scrub"><span>Step</span>
        <input type="range" aria-label="Go back to a step" step="1"
          ?disabled=${idle} @input=${(event: Event) => live.scrub(numberOf(event))} />
        <span class="count">0</span></label>
      <button title="Run on from here, and compare with what was"
        ?disabled=${!live.forkable} @click=${() => live.fork()}>Fork</button>
      <button class="link" title="A link that reproduces this moment"
        ?disabled=${idle} @click=${this.#share}>${this.#copied ? 'Copied' : 'Link'}</button>
    </section>`;
  }

  #draw(): void {
    const { ring, t } = this.live;
    if (!ring) return;
    const range = this.querySelector<HTMLInputElement>('.scrub input')!;
    const last = ring.end > ring.first ? ring.t(ring.end - 1) + 1 : 0;
    range.min = String(ring.end > ring.first ? ring.t(ring.first) : 0);
    range.max = String(last);
    range.value = String(t);
    this.querySelector('.count')!.textContent = t.toLocaleString('en');
  }

  readonly #share = async (): Promise<void> => {
    const link = await this.live.link();
    history.replaceState(null, '', `#${link}`);
    const { message } = this.live;
    this.#copied = await copy(location.href);
    if (!this.#copied) message.next(NOT_COPIED);
    else if (message.value === NOT_COPIED) message.next('');
    this.requestUpdate();
    setTimeout(() => {
      this.#copied = false;
      this.requestUpdate();
    }, 1500);
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (!isOwn(event) || !this.live.ready.value) return;
    if (event.key === ' ') this.live.play(!this.live.running.value);
    else if (event.key === 'ArrowRight') this.live.step();
    else if (event.key === 'r' || event.key === 'R') this.live.reset();
    else return;
    event.preventDefault();
  };
}

/** The number that an input or a choice was set to. */
function numberOf(event: Event): number {
  return Number((event.target as HTMLInputElement | HTMLSelectElement).value);
}

/** Whether it could be copied: where the page comes from another machine without https there is no clipboard. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
