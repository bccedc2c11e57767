import { HostTensor, type Tensor } from '../tensor.js';

/** Where a run is in a file of events: before a step. */
export interface Place {
  /** Events of the file that are in earlier steps. */
  events: number;
  /** Time of the first step's beginning, in microseconds; unknown before the first event. */
  start: number | undefined;
  /** Microseconds from there to where steps got their present length, and how many of them there were since. */
  base: number;
  made: number;
  dt: number | undefined;
  /** Time of the latest event. */
  last: number | undefined;
}

export function firstPlace(from: number | undefined): Place {
  return { events: 0, start: from, base: 0, made: 0, dt: undefined, last: from };
}

/**
 * Microseconds from the start to the beginning of the step that is `ahead` further. A product:
 * a sum of fractions would drift.
 */
export function reached({ base, made, dt = 0 }: Place, ahead = 0): number {
  return base + (made + ahead) * dt;
}

/** As a tensor, with how many steps the run is ahead: float32 holds 16 bits of a double exactly. */
export function tensorOf({ events, start, base, made, dt, last }: Place, behind: number): Tensor {
  const numbers = [events, start, base, made, dt, last, behind].map((value) => value ?? Number.NaN);
  const words = Float32Array.from(new Uint16Array(Float64Array.from(numbers).buffer));
  return new HostTensor([words.length], words);
}

export function placeOf({ data }: Tensor): { readonly place: Place; readonly behind: number } {
  const numbers = new Float64Array(Uint16Array.from(data).buffer);
  const [events = 0, start, base = 0, made = 0, dt, last, behind = 0] = [...numbers].map((value) =>
    Number.isNaN(value) ? undefined : value,
  );
  return { place: { events, start, base, made, dt, last }, behind };
}
