import { html, nothing } from 'lit';
import { type Observable, tap } from 'rxjs';
import type { Live } from '../model/live.js';
import { type Stage, stageOf } from '../view/stage.js';
import { LiveElement } from './element.js';

/** What is said in place of the rasters until there is something in them. */
export class LiveLoading extends LiveElement {
  #stage: Stage = 'loading';

  streams(live: Live): readonly Observable<unknown>[] {
    return [
      stageOf(live).pipe(
        tap((stage) => {
          this.#stage = stage;
        }),
      ),
    ];
  }

  override render() {
    if (this.#stage === 'ready') return nothing;
    if (this.#stage === 'loading') return html`<div class="loading" role="status">loading…</div>`;
    return html`<div class="loading" role="status"><p>The network was not loaded: ${this.#stage.message}</p>
      <button @click=${() => location.reload()}>Try again</button></div>`;
  }
}
