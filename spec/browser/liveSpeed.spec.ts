import { expect, it } from '@jest/globals';
import type { Live } from '../../demos/live/model/live.js';
import { describeLive } from '../helpers/liveDriver.js';

declare const live: Live;

describeLive('the speed of the live page', (server) => {
  it('is there after few requests, and loads nothing that it does not need yet', async () => {
    const { page } = await server().open();
    await page.waitForFunction(() => live.ready.value && live.t > 0);
    await page.waitForFunction(() => document.querySelector('.examples i[style*="mask"]'));
    expect(server().sent.map(({ url }) => url.replace(/-[\w-]{8}\./, '.'))).toEqual(
      expect.not.arrayContaining([expect.stringContaining('gpu-browser')]),
    );
    // page, style, script, worker, weights, examples, two fonts
    expect(server().sent).toHaveLength(8);
    const weights = 3_180_392;
    expect(server().sent.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(weights + 1_500_000);
  }, 60_000);

  it('counts every step that it drops', async () => {
    const { page, errors } = await server().open();
    await page.waitForFunction(() => live.meter.value !== undefined);
    await page.evaluate(() => live.setSpeed(50));
    await page.locator('select[name=device]').selectOption('cpu');
    // the last choice: only in the run that it begins something is dropped
    await page.locator('select[name=onLate]').selectOption('drop');
    const report = () =>
      page.evaluate(
        () =>
          new Promise((resolve) =>
            live.meter.subscribe((report) => report && report.dropped > 0 && resolve(report)),
          ),
      );
    const first = (await report()) as { t: number; steps: number; dropped: number };
    await page.waitForTimeout(1500);
    const last = (await report()) as typeof first;
    expect(last.dropped).toBeGreaterThan(first.dropped);
    expect(last.t - first.t).toBe(last.steps - first.steps + last.dropped - first.dropped);
    expect(errors).toEqual([]);
  }, 120_000);
});
