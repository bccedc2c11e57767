import { html } from 'lit';
import type { Observable } from 'rxjs';
import type { Live } from '../model/live.js';
import { LiveElement } from './element.js';

/** What there is to say, in view wherever the page is scrolled to, until it is past or closed. */
export class LiveMessage extends LiveElement {
  streams(live: Live): readonly Observable<unknown>[] {
    return [live.message];
  }

  override render() {
    const { message } = this.live;
    return html`<div class="notice">
      <p class="message" role="alert" .textContent=${message.value}></p>
      <button aria-label="Close the message" title="Close" @click=${() => message.next('')}>×</button>
    </div>`;
  }
}
