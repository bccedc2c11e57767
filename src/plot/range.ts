import { number, show } from '../check.js';

/** The values at the two ends of a scale. */
export type Range = readonly [low: number, high: number];

/** Throws unless `range` is two numbers, the first below the second. */
export function checkRange(what: string, range: Range): Range {
  if (!Array.isArray(range) || range.length !== 2)
    throw new TypeError(`${what} must be [low, high], got ${show(range)}`);
  number(`${what}[0]`, range[0]);
  number(`${what}[1]`, range[1], { above: range[0] });
  return range;
}

/** Beyond it a value counts as not finite: differences of such values overflow. */
const largest = 1e100;

/** What an axis must show of the first `count` values, numbers that are not finite left out. */
export function rangeOf(
  series: readonly { values: ArrayLike<number>; count: number }[],
  ...also: number[]
): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const include = (value: number) => {
    if (!(Math.abs(value) < largest)) return;
    if (value < low) low = value;
    if (value > high) high = value;
  };
  for (const { values, count } of series) for (let i = 0; i < count; i++) include(values[i]!);
  also.forEach(include);
  return low <= high ? [low, high] : [0, 1];
}

/** The same with air at both ends, and some extent where all values are equal or as good as equal. */
export function padded([low, high]: Range, share = 0.06): [number, number] {
  const room = share * extentOf([low, high]);
  return [low - room, high + room];
}

/** The same range, or a little more where all values are equal or as good as equal. */
export function widened([low, high]: Range): Range {
  const extent = extentOf([low, high]);
  return extent === high - low ? [low, high] : [low, low + extent];
}

function extentOf([low, high]: Range): number {
  const scale = Math.max(Math.abs(low), Math.abs(high));
  const tiny = Math.max(1e-30, 1e-9 * scale);
  return high - low > tiny ? high - low : scale > 1e-30 ? scale : 1;
}
