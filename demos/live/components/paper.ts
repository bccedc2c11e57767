import { html, nothing } from 'lit';
import type { Observable } from 'rxjs';
import { barsAfter, drawBars, type Place } from '../inputs/bars.js';
import { SIDE } from '../inputs/input.js';
import { PEN, rasterise, type Stroke } from '../inputs/strokes.js';
import { flat, frameOf } from '../inputs/toShape.js';
import type { Live } from '../model/live.js';
import { paint } from '../view/canvas.js';
import { colour, ink } from '../view/colours.js';
import { LiveElement } from './element.js';

/** What to draw on, and what the network sees of it: an image, or a strip of bars where it takes a vector. */
export class LivePaper extends LiveElement {
  static override properties = {
    live: { attribute: false },
    draws: { type: Boolean },
    fit: { type: Boolean },
    show: { attribute: false },
  };
  /** Whether it can be drawn on; whether what is drawn is centred and scaled; where the image goes. */
  declare draws: boolean;
  declare fit: boolean;
  declare show: (image: Float32Array) => void;
  #strokes: Stroke[] = [];
  #pen: Place[] | undefined;
  /** That of the pen: another finger may rest on the pad. */
  #pointer: number | undefined;
  #bars: Float32Array | undefined;
  #chosen: number | undefined;

  streams(live: Live): readonly Observable<unknown>[] {
    return [live.settings, live.network];
  }

  override render() {
    const { input } = this.live.info;
    const frame = frameOf(input);
    const digit = this.live.plan.value.file === undefined ? ' a digit' : '';
    const label = frame
      ? `Pad to draw${digit} on, with the mouse or a finger. The keys 0 to 9 put in an example, Delete clears.`
      : 'Strip of numbers, one an input, to draw with the mouse or a finger. ' +
        'Left and right choose one, up and down change it, Delete clears.';
    return html`<div class="paper ${frame ? '' : 'strip'} ${this.#strokes.length > 0 ? 'drawn' : ''}">
        <canvas id="image" width=${SIDE} height=${SIDE} role="img"
          aria-label="What the network sees" ?hidden=${!frame}></canvas>
        <canvas id="pad" width="504" height=${frame ? 504 : 252} role="img" tabindex="0" aria-label=${label}
          @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}
          @keydown=${this.#key}></canvas>
        ${this.draws && this.#isEmpty ? html`<p class="invite">Draw${frame ? digit : ' values'}</p>` : nothing}
        ${this.draws ? html`<button class="clear" @click=${this.clear} ?disabled=${this.#isEmpty}>Clear</button>` : nothing}
      </div>`;
  }

  override updated(changed: Map<string, unknown>): void {
    const { image } = this.live.settings.value;
    const frame = frameOf(this.live.info.input);
    if (changed.get('fit') !== undefined && this.#strokes.length > 0) this.#drew();
    const small = this.querySelector<HTMLCanvasElement>('#image')!;
    if (frame) paint(small, frame.width, frame.height, flat(image, frame), ink());
    this.#draw(!frame);
  }

  /** Forgets the strokes of the pen. */
  lift(): void {
    this.#strokes = [];
    this.#bars = undefined;
    this.#chosen = undefined;
  }

  readonly clear = (): void => {
    this.lift();
    this.show(new Float32Array(this.#isStrip ? this.live.settings.value.image.length : SIDE * SIDE));
  };

  get #isStrip(): boolean {
    return frameOf(this.live.info.input) === undefined;
  }

  get #isEmpty(): boolean {
    return !this.live.settings.value.image.some((value) => value > 0);
  }

  readonly #down = (event: PointerEvent): void => {
    if (!this.draws || !event.isPrimary || event.button !== 0) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    this.#pen = [this.#at(event)];
    this.#pointer = event.pointerId;
    if (!this.#isStrip) this.#strokes = [...this.#strokes, this.#pen];
    this.#drew();
  };

  readonly #move = (event: PointerEvent): void => {
    if (!this.#pen || event.pointerId !== this.#pointer) return;
    for (const point of event.getCoalescedEvents?.() ?? [event]) this.#pen.push(this.#at(point));
    if (this.#pen.length > 0) this.#drew();
  };

  readonly #up = (event: PointerEvent): void => {
    if (event.pointerId === this.#pointer) this.#pen = undefined;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const moves: Record<string, readonly [along: number, up: number]> = {
      ...{ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] },
    };
    const move = moves[event.key];
    if (!this.#isStrip || !this.draws || !move) return;
    // they are not the page's own
    event.preventDefault();
    const bars = this.#values.slice();
    const chosen = this.#chosen === undefined ? 0 : this.#chosen + move[0];
    this.#chosen = Math.min(bars.length - 1, Math.max(0, chosen));
    bars[this.#chosen] = Math.min(1, Math.max(0, bars[this.#chosen]! + move[1] / 20));
    this.#set(bars);
  };

  /** The bars as they were drawn, before they were made darker; else what the network sees. */
  get #values(): Float32Array {
    return this.#bars ?? this.live.settings.value.image;
  }

  #set(bars: Float32Array): void {
    this.#bars = bars;
    this.show(bars);
  }

  /** On the strip from 0 to 1, on the pad in pixels of the image. */
  #at({ clientX, clientY }: PointerEvent): Place {
    const box = this.querySelector('#pad')!.getBoundingClientRect();
    const side = this.#isStrip ? 1 : SIDE;
    return { x: (side * (clientX - box.left)) / box.width, y: (side * (clientY - box.top)) / box.height };
  }

  #drew(): void {
    if (!this.#isStrip) {
      this.show(rasterise(this.#strokes, this.fit));
      return;
    }
    const points = this.#pen!;
    const last = points.at(-1)!;
    let bars = this.#values;
    for (const [i, point] of points.entries()) bars = barsAfter(bars, points[Math.max(0, i - 1)]!, point);
    this.#pen = [last];
    this.#set(bars);
  }

  /** The pen's own lines, of which the network sees the small image; or the bars. */
  #draw(bars: boolean): void {
    const canvas = this.querySelector<HTMLCanvasElement>('#pad')!;
    const context = canvas.getContext('2d')!;
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (bars) {
      drawBars(canvas, this.live.settings.value.image, this.#chosen, colour);
      return;
    }
    context.save();
    context.scale(canvas.width / SIDE, canvas.height / SIDE);
    Object.assign(context, { lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
    context.strokeStyle = colour('--ink');
    for (const stroke of this.#strokes) {
      context.beginPath();
      for (const { x, y } of stroke) context.lineTo(x, y);
      // a line of no length draws nothing
      if (stroke.length === 1) context.lineTo(stroke[0]!.x + 0.01, stroke[0]!.y);
      context.stroke();
    }
    context.restore();
  }
}
