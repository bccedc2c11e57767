import { expect, it } from '@jest/globals';
import type { Live } from '../../demos/live/model/live.js';
import { describeLive, membrane, openPaused } from '../helpers/liveDriver.js';
import { settle, spikes, steps } from '../helpers/liveSteps.js';

declare const live: Live;

describeLive('the live page', (server) => {
  it('changes the next step when a slider moves; a step again, with what was, is what it was', async () => {
    const { page, errors } = await openPaused(server(), 3);
    await page.evaluate(() => live.watch({ layer: 2, neuron: 3 }));
    await steps(page, 30);
    const next = () => membrane(page, 30);
    await steps(page, 31);
    const first = await next();
    const goBack = (t: number) => page.evaluate((t) => live.scrub(t), t);
    await goBack(30);
    await page.locator('input[name=beta]').fill('0.5');
    await steps(page, 31);
    expect(await next()).not.toBe(first);
    await goBack(30);
    await page.locator('input[name=beta]').fill('0.95');
    await steps(page, 31);
    expect(await next()).toBe(first);
    // further back, over what was edited
    await steps(page, 40);
    const later = await membrane(page, 39);
    await goBack(12);
    await page.waitForFunction(() => document.querySelector('.scrub .count')!.textContent === '12');
    await steps(page, 40);
    expect(await membrane(page, 39)).toBe(later);
    expect(errors).toEqual([]);
  }, 60_000);

  it('shows both futures after a fork', async () => {
    const { page } = await openPaused(server(), 3);
    await steps(page, 60);
    const then = await spikes(page);
    await page.evaluate(() => live.scrub(20));
    await page.evaluate(() => live.set('threshold', 2));
    expect(await page.locator('.fork').count()).toBe(0);
    await page.locator('button:text("Fork")').click();
    await page.waitForFunction(() => live.t > 60);
    await page.evaluate(() => live.play(false));
    const kept = await page.evaluate(
      () => live.ghost && [live.ghost.from, live.ghost.ring.end - live.ghost.ring.first],
    );
    expect(kept).toEqual([20, 40]);
    expect(await spikes(page)).not.toEqual(then);
    const coloured = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.hidden canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, i) => i % 4 === 0 && value > data[i + 2]! + 60);
    });
    expect(coloured).toBe(true);
    expect(await page.textContent('.fork')).toMatch(/both futures.*only now.*only before/);
  }, 60_000);

  const switched = async (devices: readonly string[]) => {
    const { page, errors } = await openPaused(server(), 5);
    await steps(page, 20);
    const expected = await spikes(page);
    for (const device of devices) {
      await page.evaluate(() => live.reset());
      await settle(page, 0);
      await steps(page, 8);
      await page.locator('select[name=device]').selectOption(device);
      await steps(page, 20);
      expect(await page.textContent('.message')).toBe('');
      expect(await spikes(page)).toEqual(expected);
    }
    expect(errors).toEqual([]);
  };

  it(
    'gives identical spikes where the device is changed on the way',
    () => switched(['webasm', 'cpu', 'events']),
    60_000,
  );

  it('gives identical spikes where the device is changed to webgl2', () => switched(['webgl2']), 60_000);

  it('gives identical spikes where the device is changed to webgpu', async () => {
    const { page } = await server().open();
    const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
    if (!adapter) return void process.stderr.write('webgpu on the live page: skipped, no adapter here\n');
    await page.close();
    await switched(['webgpu']);
  }, 60_000);

  it('puts a moment into a link that goes on exactly as the page did', async () => {
    const { page } = await openPaused(server(), 2);
    await page.evaluate(() => live.set('noise', 0.05));
    await steps(page, 37);
    const link = await page.evaluate(() => live.link());
    expect(link.length).toBeLessThan(8000);
    await page.evaluate(() => live.watch({ layer: 2, neuron: 2 }));
    await steps(page, 45);
    const { page: other, errors } = await server().open({ hash: `#${link}` });
    await other.waitForFunction(() => live.ready.value);
    expect(await other.evaluate(() => [live.running.value, live.settings.value.noise])).toEqual([
      false,
      0.05,
    ]);
    await other.evaluate(() => live.watch({ layer: 2, neuron: 2 }));
    await steps(other, 45, 8);
    expect(await membrane(other, 44)).toBe(await membrane(page, 44));
    expect(errors).toEqual([]);
  }, 60_000);

  it('stands still once it is paused and sent back, at any speed', async () => {
    const { page } = await openPaused(server());
    const shown = await page.evaluate(async () => {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const steps: number[] = [];
      for (let i = 0; i < 6; i++) {
        live.setSpeed(i % 2 ? 1 : Number.POSITIVE_INFINITY);
        live.play(true);
        await wait(60 + 3 * i);
        live.play(false);
        live.reset();
        await wait(100);
        steps.push(live.t);
      }
      return steps;
    });
    expect(shown).toEqual([0, 0, 0, 0, 0, 0]);
  }, 60_000);
});
