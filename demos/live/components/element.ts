import { LitElement } from 'lit';
import { merge, type Observable, type Subscription } from 'rxjs';
import type { Live } from '../model/live.js';

/** A part of the page: it renders into the page itself, so that one sheet styles all, and again when a stream emits. */
export abstract class LiveElement extends LitElement {
  static override properties = { live: { attribute: false } };
  declare live: Live;
  #subscription: Subscription | undefined;

  override createRenderRoot() {
    return this;
  }

  /** What makes it render again. */
  abstract streams(live: Live): readonly Observable<unknown>[];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#subscription = merge(...this.streams(this.live)).subscribe(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#subscription?.unsubscribe();
  }
}
