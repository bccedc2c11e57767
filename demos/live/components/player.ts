import { html } from 'lit';
import type { Observable, Subscription } from 'rxjs';
import { flat, frameOf } from '../inputs/toShape.js';
import type { Live } from '../model/live.js';
import { paint } from '../view/canvas.js';
import { ink } from '../view/colours.js';
import { LiveElement } from './element.js';

/** Steps whose events are shown together: one alone is hard to see. */
const SHOWN = 3;

/** The event file that plays: what the network sees of it, and where it is. */
export class LivePlayer extends LiveElement {
  #frames: Subscription | undefined;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.playback];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#frames = this.live.frame.subscribe(() => this.#draw());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#frames?.unsubscribe();
  }

  override render() {
    const { name = '', events = 0, whole = false } = this.live.playback.value ?? {};
    return html`<div class="paper"><canvas id="events" role="img" aria-label="Events of the last steps"></canvas></div>
      <div class="player">
        <strong title=${name}>${name}</strong>
        <button class="quiet" aria-label="Stop playing ${name}" title="Stop, and back to the pad"
          @click=${() => this.live.feed()}>×</button>
        <progress aria-label="Played" max="1" value="0"></progress>
        <span class="time"></span>
        <span class="end">${events.toLocaleString('en')}${whole ? '' : ' …'} events</span>
      </div>`;
  }

  /** Only what moves is touched. */
  #draw(): void {
    const { ring, end, playback, time, info } = this.live;
    const frame = frameOf(info.input);
    const canvas = this.querySelector<HTMLCanvasElement>('#events');
    if (!ring || !frame || !canvas || !playback.value) return;
    const counts = ring.counts(0, end - SHOWN, end);
    const image = Float32Array.from(counts, (count) => count / SHOWN);
    paint(canvas, frame.width, frame.height, flat(image, frame), ink());
    const { duration } = playback.value;
    const played = Math.min(time.value, duration);
    this.querySelector('progress')!.value = duration > 0 ? played / duration : 1;
    const text = `${seconds(played)} of ${seconds(duration)}`;
    const told = this.querySelector('.time')!;
    if (told.textContent !== text) told.textContent = text;
  }
}

/** 1234567 microseconds as '1.23 s', 75 seconds as '1:15'. */
function seconds(microseconds: number): string {
  const all = microseconds / 1e6;
  if (all < 60) return `${all.toFixed(2)} s`;
  return `${Math.floor(all / 60)}:${String(Math.floor(all % 60)).padStart(2, '0')}`;
}
