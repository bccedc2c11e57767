import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Live } from '../../demos/live/model/live.js';
import { drawsReferences } from '../helpers/browser.js';
import { HANDS, written } from '../helpers/handwriting.js';
import { describeLive, openPaused } from '../helpers/liveDriver.js';
import { settle, steps } from '../helpers/liveSteps.js';
import { expectPng } from '../helpers/picture.js';

declare const live: Live;

describeLive('drawings on the live page, and of it', (server, folder) => {
  it('answers each digit that is drawn with the mouse, small and off-centre, within 25 steps', async () => {
    const { page, errors } = await openPaused(server());
    const pad = (await page.locator('#pad').boundingBox())!;
    const manner = { side: [0.35, 0.5], aspect: [0.7, 0.9], angle: 0.1, slant: 0.1, wave: 0.02 } as const;
    const answers: (string | null)[] = [];
    for (let digit = 0; digit < 10; digit++) {
      await page.keyboard.press('Delete');
      for (const stroke of written(HANDS.round!, digit, manner, digit)) {
        const [first, ...rest] = stroke.map(
          ({ x, y }) => [pad.x + (pad.width * x) / 28, pad.y + (pad.height * y) / 28] as const,
        );
        await page.mouse.move(...first!);
        await page.mouse.down();
        for (const point of rest) await page.mouse.move(...point);
        await page.mouse.up();
      }
      await page.evaluate(() => live.reset());
      await settle(page, 0);
      await steps(page, 25);
      answers.push(await page.textContent('.says strong'));
      expect(await page.locator('.bars li.wins span').textContent()).toBe(answers.at(-1));
    }
    expect(answers.join('')).toBe('0123456789');
    expect(errors).toEqual([]);
  }, 60_000);

  it('draws with the first finger and the main button alone, and keeps it where Draw is chosen again', async () => {
    const { page, errors } = await openPaused(server(), undefined, { hasTouch: true });
    const pad = (await page.locator('#pad').boundingBox())!;
    const at = (x: number, y: number) => ({ x: pad.x + x * pad.width, y: pad.y + y * pad.height });
    const inked = (x: number, y: number) =>
      page.evaluate(
        ([x, y]) => {
          const canvas = document.querySelector<HTMLCanvasElement>('#pad')!;
          const context = canvas.getContext('2d')!;
          return context.getImageData(x! * canvas.width, y! * canvas.height, 1, 1).data[3] !== 0;
        },
        [x, y],
      );
    await page.locator('#pad').click({ button: 'right' });
    expect(await inked(0.5, 0.5)).toBe(false);
    const client = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...fingers: { x: number; y: number }[]) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: fingers.map((finger, id) => ({ ...finger, id })),
      });
    await touch('touchStart', at(0.2, 0.2));
    await touch('touchStart', at(0.2, 0.2), at(0.8, 0.8));
    for (const x of [0.4, 0.6, 0.8]) await touch('touchMove', at(x, 0.2), at(0.8, 0.8 + x / 100));
    await touch('touchEnd');
    const drawn = async () => [await inked(0.5, 0.2), await inked(0.8, 0.8), await inked(0.5, 0.5)];
    await page.locator('.tabs button:text("Draw")').click();
    expect(await drawn()).toEqual([true, false, false]);
    expect(errors).toEqual([]);
  }, 60_000);

  // the pictures are those of chromium-headless-shell
  (drawsReferences ? it : it.skip).each([
    ['live-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
    ['live-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
    ['live-phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ] as const)(
    'looks as it should: %s',
    async (name, options) => {
      const { page } = await openPaused(server(), 3, options);
      await page.evaluate(() => {
        live.watch({ layer: 1, neuron: 420 });
        live.neuron.next({ layer: 1, neuron: 420 });
      });
      await steps(page, 150);
      // times are never the same
      await page.addStyleTag({
        content: '.meter dd, header .end { visibility: hidden } .bars i { transition: none }',
      });
      await page.waitForTimeout(300);
      const made = join(folder, `${name}.png`);
      await page.screenshot({ path: made, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expectPng(`spec/pictures/${name}.png`, made);
    },
    60_000,
  );
});
