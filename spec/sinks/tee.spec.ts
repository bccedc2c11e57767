import { describe, expect, it } from '@jest/globals';
import { count, EMPTY, lastValueFrom, map, Observable, take, throwError } from 'rxjs';
import { record, type Step, spikeCount, spikes, tee } from 'rxsnn';
import { sink } from '../../src/sinks/sink.js';

const counting = (onStart: () => void, onStop: () => void) =>
  new Observable<Step>((subscriber) => {
    onStart();
    subscriber.add(onStop);
    spikes([[1], [0], [1]]).subscribe(subscriber);
  });

describe('tee', () => {
  it('emits the last value of each sink, typed, from one run of the source', async () => {
    let runs = 0;
    const source = counting(
      () => runs++,
      () => undefined,
    );
    const [rec, steps, frame] = await lastValueFrom(source.pipe(tee(record(), count(), spikeCount())));
    expect(rec.spk.data).toEqual(Float32Array.of(1, 0, 1));
    expect(steps).toBe(3);
    expect(frame.width).toBeGreaterThan(0);
    expect(runs).toBe(1);
  });

  it('leaves undefined for a sink that emits nothing, and lets one end early', async () => {
    const results = await lastValueFrom(spikes([[1], [0]]).pipe(tee(take(1), () => EMPTY, count())));
    expect(results.map((result) => typeof result)).toEqual(['object', 'undefined', 'number']);
  });

  it('fails as a whole when a sink fails, and frees the source', async () => {
    let stopped = 0;
    const source = counting(
      () => undefined,
      () => stopped++,
    );
    const broken = () => throwError(() => new Error('disk full'));
    await expect(lastValueFrom(source.pipe(tee(record(), broken)))).rejects.toThrow('disk full');
    expect(stopped).toBe(1);
  });

  it('refuses what is no sink', () => {
    expect(() => tee()).toThrow('tee: takes sinks, got none');
    expect(() => tee(record(), 'raster.png' as never)).toThrow('tee: takes sinks, got string as sink 1');
  });
});

describe('sink', () => {
  it('can be piped on, any number of times', async () => {
    const doubled = sink(map((step) => step.t)).pipe(
      map((t) => t * 2),
      map((t) => `step ${t}`),
    );
    expect(await lastValueFrom(spikes([[1], [0]]).pipe(doubled))).toBe('step 2');
  });
});
