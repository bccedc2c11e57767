import { expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { current, delta, Linear, latency, leaky, linear, rate, readSafetensors, type Step } from 'rxsnn';
import type { Live } from '../../demos/live/model/live.js';
import { describeLive, openPaused } from '../helpers/liveDriver.js';
import { example, fired, offlineSpikes, restart } from '../helpers/liveRun.js';
import { steps } from '../helpers/liveSteps.js';

declare const live: Live;

const endless = Number.POSITIVE_INFINITY;

describeLive('encodings of the live page', (server) => {
  const encodings: readonly [
    string,
    Record<string, string>,
    Record<string, number>,
    (image: Float32Array) => Observable<Step>,
  ][] = [
    [
      'rate',
      {},
      { gain: 0.8, noise: 0.05 },
      (image) => rate(image, { steps: endless, gain: 0.8, offset: 0.05, seed: 1 }),
    ],
    [
      'latency',
      {},
      { roundSteps: 12, tau: 2.5 },
      (image) => latency(image, { steps: 12, rounds: endless, tau: 2.5, clip: true, bypass: true }),
    ],
    [
      'latency',
      { curve: 'linear', spread: 'yes', dark: 'last' },
      { roundSteps: 9 },
      (image) => latency(image, { steps: 9, rounds: endless, linear: true, normalize: true, bypass: true }),
    ],
    ['current', {}, { gain: 0.5 }, (image) => current(image, { steps: endless, gain: 0.5 })],
  ];

  it.each(encodings)(
    'encodes as the library does offline: %s %j',
    async (name, choices, settings, offline) => {
      const { page, errors } = await openPaused(server());
      const image = await example(page, 3);
      await page.locator('select[name=encoding]').selectOption(name);
      for (const [choice, value] of Object.entries(choices))
        await page.locator(`select[name=${choice}]`).selectOption(value);
      for (const [slider, value] of Object.entries(settings))
        await page.locator(`.encoding input[name=${slider}]`).fill(String(value));
      await restart(page, 30);
      const network = await tutorial();
      expect(await fired(page, 0, 30)).toEqual(await offlineSpikes(offline(image), 30));
      expect(await fired(page, 2, 30)).toEqual(await offlineSpikes(offline(image).pipe(network), 30));
      expect(await page.textContent('.message')).toBe('');
      expect(errors).toEqual([]);
    },
    60_000,
  );

  it('encodes changes of the drawing with delta, on and off spikes, from the next step on', async () => {
    const { page, errors } = await openPaused(server());
    const first = await example(page, 3);
    await page.locator('select[name=encoding]').selectOption('delta');
    await page.locator('select[name=offSpikes]').selectOption('yes');
    await page.locator('.encoding input[name=change]').fill('0.4');
    await restart(page, 4);
    const second = await example(page, 8);
    await steps(page, 7);
    await page.locator('.encoding input[name=change]').fill('0.9');
    const third = await example(page, 1);
    await steps(page, 10);
    const frames = Array.from({ length: 10 }, (_, t) => (t < 4 ? first : t < 7 ? second : third));
    const run = async (threshold: number) => offlineSpikes(delta(frames, { threshold, offSpike: true }), 10);
    const [fine, coarse] = [await run(0.4), await run(0.9)];
    expect(await fired(page, 0, 10)).toEqual([...fine.slice(0, 7), ...coarse.slice(7)]);
    expect(coarse[7]).not.toEqual(fine[7]);
    expect(errors).toEqual([]);
  }, 60_000);

  it('goes on from the same moment with another encoding, and back within a round', async () => {
    const { page, errors } = await openPaused(server());
    const image = await example(page, 6);
    await restart(page, 10);
    await page.locator('select[name=encoding]').selectOption('latency');
    await steps(page, 60);
    const all = await fired(page, 0, 50);
    const rounds = await offlineSpikes(
      latency(image, { steps: 20, rounds: endless, tau: 5, clip: true, bypass: true }),
      50,
    );
    expect(all).toEqual(rounds);
    await page.evaluate(() => live.scrub(37));
    await steps(page, 60);
    expect(await fired(page, 0, 50)).toEqual(rounds);
    // before the run there is none to go back to
    await page.evaluate(() => live.scrub(4));
    await page.evaluate(() => live.step());
    await page.waitForFunction(() => live.t === 11);
    expect(await page.textContent('.message')).toBe('Another run began at step 10: it goes on from there.');
    expect(errors).toEqual([]);
  }, 60_000);
});

/** The network that the page runs at first. */
async function tutorial() {
  const weights = await readSafetensors('demos/tutorial/mnist-784-1000-10.safetensors');
  const layer = (name: string) => linear(new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]!));
  const [fc1, fc2, fire] = [layer('fc1'), layer('fc2'), leaky({ beta: 0.95 })];
  return (source: Observable<Step>): Observable<Step> => source.pipe(fc1, fire, fc2, fire);
}
