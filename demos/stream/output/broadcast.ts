import type { Tally } from '../tally.js';
import type { Consumer } from './consumer.js';
import type { LayerEvents, StepEvents } from './stepEvents.js';

/** Sends steps to the consumers there are. A step is written as text once, and only where somebody reads it. */
export class Broadcast {
  readonly #consumers = new Set<Consumer>();
  readonly #encoder = new TextEncoder();

  constructor(readonly tally: Tally) {}

  /** Adds a consumer until the function that it returns is called. */
  join(consumer: Consumer): () => void {
    this.#consumers.add(consumer);
    this.tally.consumers = this.#consumers.size;
    return () => {
      this.#consumers.delete(consumer);
      this.tally.consumers = this.#consumers.size;
    };
  }

  send(step: StepEvents): void {
    const written = new Map<LayerEvents, readonly Uint8Array[]>();
    const messages = (layer: LayerEvents): readonly Uint8Array[] => {
      const known = written.get(layer) ?? messagesOf(step.t, layer).map((text) => this.#encoder.encode(text));
      written.set(layer, known);
      return known;
    };
    for (const consumer of this.#consumers) {
      if (consumer.closed) continue;
      if (consumer.ready) {
        for (const layer of step.layers) {
          if (!consumer.layers.has(layer.layer)) continue;
          for (const message of messages(layer)) consumer.connection.send(message);
        }
      } else {
        this.tally.dropped += 1;
        if (consumer.closed) this.tally.evicted += 1;
      }
    }
  }
}

/** One step of one layer as messages of the protocol. */
export function messagesOf(t: number, { layer, events, counts }: LayerEvents): string[] {
  const messages = [JSON.stringify({ t, layer, events })];
  if (counts) messages.push(JSON.stringify({ t, layer, counts }));
  return messages;
}
