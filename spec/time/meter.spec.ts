import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, map, take, tap } from 'rxjs';
import {
  Linear,
  leaky,
  linear,
  type MeterReport,
  meter,
  neuron,
  pace,
  probe,
  rate,
  type Step,
  spikes,
} from 'rxsnn';
import { keepsTheStreamContract } from '../helpers/operator.js';
import { VirtualTime } from '../helpers/virtualTime.js';

const one = Linear.init(2, 3, { seed: 1 });

describe('meter', () => {
  keepsTheStreamContract(() => meter(() => undefined));

  it('reports at its own rate what passed, to the step', async () => {
    const time = new VirtualTime();
    const reports: MeterReport[] = [];
    let slow = 0;
    const subscription = rate([1, 0], { steps: Number.POSITIVE_INFINITY })
      .pipe(
        pace({ hz: 100, slack: 0, onLate: 'drop', scheduler: time }),
        probe('input'),
        linear(one),
        leaky({ beta: 0.9, threshold: 100 }),
        probe('hidden'),
        tap(() => {
          time.spend(slow);
          slow = 0;
        }),
        meter((report) => reports.push(report), { every: 0.1, scheduler: time }),
      )
      .subscribe();
    await time.pass(115);
    slow = 50;
    await time.pass(100);
    subscription.unsubscribe();
    expect(time.pending).toBe(0);
    const [first, second] = reports;
    expect(first).toEqual({
      t: 10,
      steps: 10,
      dropped: 0,
      coalesced: 0,
      stepsPerSecond: 100,
      realTimeFactor: 1,
      latency: { p50: 0, p99: 0 },
      spikesPerSecond: 100,
      synapticOperationsPerSecond: 300,
      density: { input: 0.5, hidden: 0 },
    });
    // of the steps 10 to 20 one took 50 ms, in which four came due that were left out
    expect(second).toMatchObject({ dropped: 4, coalesced: 0, latency: { p50: 0, p99: 0.05 } });
    expect(second!.steps - first!.steps + second!.dropped).toBe(second!.t - first!.t);
    expect(second!.realTimeFactor).toBeCloseTo((second!.t - first!.t) / 10);
  });

  it('finds quantiles of the latency, spikes times their fan-out, and the density of each layer', async () => {
    const time = new VirtualTime();
    const reports: MeterReport[] = [];
    const values = Array.from({ length: 200 }, (_, i) => [1, i % 2, 0, 0]);
    const run = lastValueFrom(
      spikes(values).pipe(
        pace({ hz: 1, speed: Number.POSITIVE_INFINITY, scheduler: time }),
        probe('input'),
        tap(({ t }) => time.spend(t < 100 ? 1 : t < 198 ? 3 : 7)),
        meter((report) => reports.push(report), { every: 100, fanOut: { input: 5 }, scheduler: time }),
      ),
    );
    await time.pass(1000);
    await run;
    expect(reports).toHaveLength(1);
    const [report] = reports;
    const seconds = (100 + 98 * 3 + 2 * 7) / 1000;
    expect(report).toMatchObject({
      t: 200,
      steps: 200,
      latency: { p50: 0.001, p99: 0.003 },
      density: { input: 0.375 },
    });
    expect(report!.stepsPerSecond).toBeCloseTo(200 / seconds);
    expect(report!.spikesPerSecond).toBeCloseTo(300 / seconds);
    expect(report!.synapticOperationsPerSecond).toBeCloseTo(1500 / seconds);
  });

  it('passes steps unchanged, computed in their blocks, and counts layers without spikes as none', async () => {
    const passthrough = neuron({ name: 'same', state: {}, step: ({ cur }) => ({ out: cur }) });
    let last: MeterReport | undefined;
    const launches: number[] = [];
    const step = await lastValueFrom(
      rate([0.5, 0.5], { steps: 40 }).pipe(
        linear(one),
        passthrough,
        probe('same'),
        meter((report) => (last = report)),
        tap((step: Step<'same'>) => void launches.push(step.output.device?.counts.launches ?? 0)),
      ),
    );
    expect(step.layers.same).toBe(step.signals);
    expect(last).toMatchObject({ steps: 40, spikesPerSecond: 0, density: {}, realTimeFactor: undefined });
  });

  it('reports also where nothing passes, and says which option is wrong', async () => {
    const time = new VirtualTime();
    const reports: MeterReport[] = [];
    rate([1], { steps: 5 })
      .pipe(
        pace({ hz: 0.1, scheduler: time }),
        take(2),
        meter((report) => reports.push(report), { scheduler: time }),
      )
      .pipe(map(({ t }) => t))
      .subscribe();
    await time.pass(2000);
    expect(reports.map(({ steps, stepsPerSecond, latency }) => [steps, stepsPerSecond, latency.p50])).toEqual(
      [
        [1, 1, 0],
        [1, 0, Number.NaN],
      ],
    );
    expect(() => meter({} as never)).toThrow('meter: report must be a function, got an object Object');
    expect(() => meter(() => undefined, { every: 0 })).toThrow('meter: every must be above 0, got 0');
  });
});
