/**
 * A canvas that has the size it has on the page, in device pixels. The browser tells when that changes, so drawing never
 * asks for the layout.
 */
export class Surface {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  width = 0;
  height = 0;
  /** Device pixels a CSS pixel. */
  scale = 1;
  readonly #observer: ResizeObserver;

  /** `resized` draws it anew: another size leaves it empty. */
  constructor(
    readonly canvas: HTMLCanvasElement,
    resized: () => void,
    settings: CanvasRenderingContext2DSettings = {},
  ) {
    this.context = canvas.getContext('2d', settings)!;
    this.#fit();
    this.#observer = new ResizeObserver(() => this.#fit() && resized());
    this.#observer.observe(canvas);
  }

  close(): void {
    this.#observer.disconnect();
  }

  /** True where the size is another than before. */
  #fit(): boolean {
    const { canvas } = this;
    const scale = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(canvas.clientWidth * scale));
    const height = Math.max(1, Math.round(canvas.clientHeight * scale));
    this.width = Math.max(1, canvas.clientWidth);
    this.height = Math.max(1, canvas.clientHeight);
    this.scale = width / this.width;
    if (canvas.width === width && canvas.height === height) return false;
    Object.assign(canvas, { width, height });
    return true;
  }
}
