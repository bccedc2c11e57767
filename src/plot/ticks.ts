import { scaleLinear } from 'd3-scale';

/** A place on an axis, in the axis' own unit, and what stands beside it. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** What an axis shows: its title, its ends in its own unit, and about `count` ticks between them. */
export interface Axis {
  readonly title: string;
  readonly low: number;
  readonly high: number;
  ticks(count: number): Tick[];
}

/** About `count` round numbers from `low` to `high`. */
export function numberTicks(low: number, high: number, count: number): Tick[] {
  const scale = scaleLinear([low, high], [0, 1]);
  const values = scale.ticks(count);
  const largest = Math.max(...values.map(Math.abs));
  const step = Math.abs((values[1] ?? 0) - (values[0] ?? 0)) || largest;
  // Very large and very small numbers would need many digits: 2M, 50µ, and beyond the usual prefixes 2e+30.
  const extreme = largest >= 1e15 || step < 1e-12;
  const short = extreme || largest >= 1e6 || step < 1e-4;
  const format = scale.tickFormat(count, extreme ? 'e' : short ? 's' : undefined);
  return values.map((value) => ({ value, label: short && value === 0 ? '0' : format(value) }));
}

/** About `count` round whole numbers from `low` to `high`, never fractions. */
export function wholeTicks(low: number, high: number, count: number): Tick[] {
  if (Math.max(-low, high) >= 1e9) return numberTicks(low, high, count);
  const format = scaleLinear().tickFormat(1, ',d');
  return scaleLinear([low, high], [0, 1])
    .ticks(count)
    .filter(Number.isInteger)
    .map((value) => ({ value, label: format(value) }));
}

/** The most ticks, `most` or fewer, that `fits` accepts; one tick at least, where there is any. */
export function fittingTicks(
  make: (count: number) => Tick[],
  most: number,
  fits: (ticks: Tick[]) => boolean,
): Tick[] {
  for (let count = Math.floor(most); count >= 1; count--) {
    const ticks = make(count);
    if (ticks.length > 0 && fits(ticks)) return ticks;
  }
  return make(1).slice(0, 1);
}
