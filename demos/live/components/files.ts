import { html } from 'lit';
import { EMPTY, type Observable } from 'rxjs';
import { kinds, listed, openFiles } from '../files/index.js';
import { LiveElement } from './element.js';

/** The way in for files: a button, and the whole page to drop them on. */
export class LiveFiles extends LiveElement {
  #hovers = false;

  streams(): readonly Observable<unknown>[] {
    return [EMPTY];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('dragover', this.#over);
    window.addEventListener('dragleave', this.#leave);
    window.addEventListener('drop', this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('dragover', this.#over);
    window.removeEventListener('dragleave', this.#leave);
    window.removeEventListener('drop', this.#drop);
  }

  override render() {
    const endings = kinds.flatMap(({ endings }) => endings).join(',');
    return html`<button class="open" title="Opens ${listed(kinds)}; or drop the file on the page"
        @click=${this.#choose}>Open a file…</button>
      <input type="file" hidden aria-label="File to open" accept=${endings} @change=${this.#chosen} />
      <div class="drop" ?hidden=${!this.#hovers} aria-hidden="true"
        ><p>Drop it to open it<span>${listed(kinds)}</span></p></div>`;
  }

  readonly #choose = (): void => this.querySelector('input')!.click();

  readonly #chosen = ({ target }: Event): void => {
    const input = target as HTMLInputElement;
    openFiles([...(input.files ?? [])], this.live);
    // the same file can be chosen again
    input.value = '';
  };

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#hover(true);
  };

  readonly #leave = ({ relatedTarget }: DragEvent): void => {
    // between two elements of the page there is another element, beyond it there is none
    if (relatedTarget === null) this.#hover(false);
  };

  readonly #drop = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#hover(false);
    openFiles([...event.dataTransfer.files], this.live);
  };

  #hover(hovers: boolean): void {
    if (this.#hovers === hovers) return;
    this.#hovers = hovers;
    this.requestUpdate();
  }
}
