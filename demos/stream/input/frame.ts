/** Why what came in is not a frame; the message is for its sender. */
export class Refusal extends Error {}

/**
 * The frame of one line: a JSON array, `{ "frame": [...] }`, `{ "events": [...] }` (the neurons that fire), or
 * numbers between commas or semicolons, or between white space. Throws a `Refusal` unless these are finite
 * numbers, one for each of the `inputs`.
 */
export function frameOfText(text: string, inputs: number): Float32Array {
  const line = text.trim();
  if (!/^[[{]/.test(line)) return frameOfWords(line, inputs);
  const value = parse(line);
  if (Array.isArray(value)) return frameOfNumbers(value, inputs);
  const { frame, events } = value as { frame?: unknown; events?: unknown };
  if (Array.isArray(frame)) return frameOfNumbers(frame, inputs);
  if (Array.isArray(events)) return frameOfEvents(events, inputs);
  throw new Refusal(`an object needs an array "frame" or "events", got ${shown(line)}`);
}

/** The frame of one binary message: a byte (0 to 255 for 0 to 1) or a little-endian float32 for each of the `inputs`. */
export function frameOfBytes(bytes: Uint8Array, inputs: number): Float32Array {
  if (bytes.length === inputs) return Float32Array.from(bytes, (byte) => byte / 255);
  if (bytes.length !== 4 * inputs) {
    throw new Refusal(
      `frame has ${bytes.length} bytes, the network takes ${inputs} bytes or ${4 * inputs} of float32`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return frameOfNumbers(
    Array.from({ length: inputs }, (_, i) => view.getFloat32(4 * i, true)),
    inputs,
  );
}

/** Text of others on its way into a message or a terminal: short, printable ASCII. */
export function shown(text: string): string {
  const short = text.length > 24 ? `${text.slice(0, 24)}...` : text;
  return `'${short.replace(/[^\x20-\x7e]/g, '?')}'`;
}

function frameOfWords(line: string, inputs: number): Float32Array {
  const words = /[,;]/.test(line) ? line.split(/[,;]/).map((word) => word.trim()) : line.split(/\s+/);
  checkCount(words.length, inputs);
  return frameOfNumbers(
    words.map((word) => (word === '' ? word : Number(word))),
    inputs,
    words,
  );
}

function frameOfNumbers(numbers: readonly unknown[], inputs: number, words = numbers): Float32Array {
  checkCount(numbers.length, inputs);
  return Float32Array.from(numbers, (value, i) => {
    if (typeof value === 'number' && Number.isFinite(Math.fround(value))) return value;
    throw new Refusal(`number ${i + 1} must be finite in float32, got ${shown(String(words[i]))}`);
  });
}

function frameOfEvents(events: readonly unknown[], inputs: number): Float32Array {
  const frame = new Float32Array(inputs);
  for (const neuron of events) {
    if (!Number.isInteger(neuron) || (neuron as number) < 0 || (neuron as number) >= inputs) {
      throw new Refusal(`every event must be a neuron from 0 to ${inputs - 1}, got ${shown(String(neuron))}`);
    }
    frame[neuron as number] = 1;
  }
  return frame;
}

function checkCount(count: number, inputs: number): void {
  if (count !== inputs) throw new Refusal(`frame has ${count} numbers, the network takes ${inputs}`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Refusal(`not JSON: ${shown(line)}`);
  }
}
