import { later } from '../later.js';
import type { Engine } from './engine.js';

/** Bytes of memory up to which an engine is kept for good. */
const SMALL = 2 ** 24;
/** Milliseconds for which a larger one is. */
const WHILE = 20_000;

/**
 * The engine of a device that was closed, for the next one: to touch new memory for the first time costs more than to
 * copy the weights there. A large one is kept for a while, then until the garbage collector comes by.
 */
export class Spare {
  #kept: { deref(): Engine | undefined } | undefined;
  #callOff: (() => void) | undefined;

  put(engine: Engine): void {
    this.#set({ deref: () => engine });
    if (engine.memory.numbers.byteLength <= SMALL) return;
    const weak = new WeakRef(engine);
    this.#callOff = later(WHILE, () => this.#set(weak));
  }

  /** The engine, which is then no longer here. */
  take(): Engine | undefined {
    const engine = this.#kept?.deref();
    this.#set(undefined);
    return engine;
  }

  #set(kept: { deref(): Engine | undefined } | undefined): void {
    this.#callOff?.();
    this.#kept = kept;
  }
}
