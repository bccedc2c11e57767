import type { Input, Sink } from './input.js';

/** What feeds the network beside the pad: one input at a time, the one that was begun last. */
export class Feeding {
  #stop: (() => void) | undefined;
  /** The start that counts; one that is overtaken is stopped as soon as it can be, and nothing of it is heard. */
  #start: symbol | undefined;

  /** `lost` is told why an input did not start, or no longer feeds. */
  constructor(
    readonly emit: Sink['emit'],
    readonly size: Sink['size'],
    readonly lost: (why: string) => void,
  ) {}

  /** Whether an input feeds, or is about to. */
  get isOn(): boolean {
    return this.#start !== undefined;
  }

  async begin(input: Input, address = ''): Promise<void> {
    this.end();
    const start = Symbol(input.name);
    this.#start = start;
    const counts = () => this.#start === start;
    const ended = (why: string) => {
      if (!counts()) return;
      this.end();
      this.lost(`${input.title}: ${why}`);
    };
    const emit = (image: Float32Array) => {
      if (counts()) this.emit(image);
    };
    try {
      const stop = await input.start({ emit, size: this.size, ended }, address);
      if (counts()) this.#stop = stop;
      else stop();
    } catch (error) {
      ended((error as Error).message);
    }
  }

  end(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#start = undefined;
  }
}
