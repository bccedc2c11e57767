/** A sample of measurements in a few numbers. */
export interface Summary {
  readonly median: number;
  /** Lower and upper quartile. */
  readonly q1: number;
  readonly q3: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

export function summary(samples: readonly number[]): Summary {
  const at = (share: number) => quantile(samples, share);
  return { median: at(0.5), q1: at(0.25), q3: at(0.75), min: at(0), max: at(1), runs: samples.length };
}

/** The value below which `share` of the samples lie, interpolated between neighbours. */
export function quantile(samples: ArrayLike<number>, share: number): number {
  if (samples.length === 0) throw new RangeError('quantile: needs at least one sample, got none');
  const sorted = Float64Array.from(samples).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
