/** What a panel says of its intervals in words. */
export interface Spread {
  readonly total: number;
  readonly mean: number;
  /** The coefficient of variation: standard deviation (of the population) by mean. */
  readonly variation: number;
  readonly longest: number;
  /** How many are longer than `limit`. */
  over(limit: number): number;
}

/** Number, mean and spread of values, each of which came so many times. */
export function spreadOf(values: ArrayLike<number>, counts?: ArrayLike<number>): Spread {
  const times = (i: number) => counts?.[i] ?? 1;
  let [total, sum, longest] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    total += times(i);
    sum += times(i) * values[i]!;
    longest = Math.max(longest, values[i]!);
  }
  const mean = sum / total;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += times(i) * (values[i]! - mean) ** 2;
  return {
    total,
    mean,
    variation: Math.sqrt(squares / total) / mean,
    longest,
    over(limit) {
      let over = 0;
      for (let i = 0; i < values.length; i++) if (values[i]! > limit) over += times(i);
      return over;
    },
  };
}
