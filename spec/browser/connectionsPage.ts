import { lastValueFrom, type Observable, tap } from 'rxjs';
import {
  avgPool2d,
  batchNorm,
  block,
  Conv,
  conv1d,
  conv2d,
  type DeviceName,
  delay,
  flatten,
  leaky,
  maxPool2d,
  probe,
  rand,
  record,
  type Step,
  scale,
  spikes,
  sumPool2d,
  tensor,
  threshold,
  to,
} from 'rxsnn';
import type { Counts } from '../../src/devices/device.js';

const onGrid = (weights: Conv) => {
  const round = ({ shape, data }: Conv['weight']) =>
    tensor(
      data.map((w) => Math.round(w * 1024) / 1024),
      shape,
    );
  return new Conv(round(weights.weight), round(weights.bias!));
};

const weights = {
  first: onGrid(Conv.init(2, 6, [3, 2], { groups: 2, seed: 1 })),
  second: onGrid(Conv.init(6, 5, [3, 3], { seed: 2 })),
  third: onGrid(Conv.init(5, 3, [2], { seed: 3 })),
};

/** Every connection, one behind the other. All sums are exact, so that no order and no fused product changes a spike. */
const network = (source: Observable<Step>) =>
  source
    .pipe(
      conv2d(weights.first, { groups: 2, stride: [1, 2], padding: [2, 1], dilation: [2, 1] }),
      leaky({ beta: 0.875, threshold: [0.25, 0.5, 0.25, 0.5, 0.25, 0.5] }),
      maxPool2d(2, { padding: 1 }),
      delay([0, 1, 2, 3, 4, 21]),
      probe('delayed'),
    )
    .pipe(
      conv2d(weights.second, { padding: 'same' }),
      sumPool2d([1, 2], { stride: 1 }),
      avgPool2d(2, { stride: 1 }),
      scale(2),
      threshold(0.125),
      probe('pooled'),
    )
    .pipe(
      flatten({ startDim: 1 }),
      conv1d(weights.third),
      batchNorm({ runningMean: [0, 0.125, 0.25], runningVar: [1, 4, 1], eps: 1e-7 }),
    );

/** What came out of a run, and what its device counted. */
export interface Outcome {
  readonly delayed: readonly number[];
  readonly pooled: readonly number[];
  readonly cur: readonly number[];
  readonly counts: Counts;
}

export async function run(device: DeviceName, steps: string): Promise<Outcome> {
  const input = tensor(
    rand([30, 2, 2, 6, 7], { seed: 4 }).data.map((u) => (u < 0.3 ? 1 : 0)),
    [30, 2, 2, 6, 7],
  );
  let counts: Counts | undefined;
  const note = tap((step: Step) => {
    counts = step.output.device!.counts;
  });
  const placed$ = spikes(input).pipe(block(Number(steps)), to(device));
  const rec = await lastValueFrom(network(placed$).pipe(note, record()));
  return {
    delayed: [...rec.delayed!.spk.data],
    pooled: [...rec.pooled!.spk.data],
    cur: [...rec.cur.data],
    counts: { ...counts! },
  };
}
