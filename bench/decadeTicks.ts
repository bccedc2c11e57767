import type { Tick } from '../src/plot/ticks.js';

/** Round numbers of each decade, from few to many. */
const rounds = [[1], [1, 3], [1, 2, 5]];

/** At most `count` ticks of a logarithmic axis: 1, 2, 5, 10 ... where they fit, else 1, 10, 100 or fewer. */
export function decadeTicks(low: number, high: number, count: number): Tick[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.floor(Math.log10(high))];
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const values = (digits: readonly number[]) =>
    decades.flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`))).filter(inside);
  const inside = (value: number) => value >= low && value <= high;
  const fitting = [...rounds].reverse().map(values);
  const chosen = fitting.find((ticks) => ticks.length <= count) ?? fitting.at(-1)!;
  return chosen.map((value) => ({ value, label: value.toLocaleString('en', { maximumFractionDigits: 9 }) }));
}
