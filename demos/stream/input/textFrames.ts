import type { Tally } from '../tally.js';
import { frameOfText, Refusal } from './frame.js';
import { lines } from './lines.js';

export interface TextRules {
  /** Numbers in a frame. */
  readonly inputs: number;
  /** Longest line, in bytes. */
  readonly maxBytes: number;
  readonly tally: Tally;
  /** Told of each line that is refused. */
  readonly refused?: (reason: string) => void;
}

/** The frames of a stream of text, one a line. A line that is none is counted with its reason, and the stream goes on. */
export async function* textFrames(
  chunks: AsyncIterable<Uint8Array>,
  { inputs, maxBytes, tally, refused }: TextRules,
): AsyncGenerator<Float32Array> {
  for await (const line of lines(chunks, maxBytes)) {
    try {
      if (line instanceof Refusal) throw line;
      yield frameOfText(line, inputs);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tally.refuse(error.message);
      refused?.(error.message);
    }
  }
}
