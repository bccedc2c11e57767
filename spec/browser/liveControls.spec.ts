import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { firstValueFrom, ReplaySubject } from 'rxjs';
import { WebSocketServer } from 'ws';
import type { Live } from '../../demos/live/model/live.js';
import { describeLive, openPaused } from '../helpers/liveDriver.js';

declare const live: Live;
declare const tracks: readonly MediaStreamTrack[];

describeLive('controls of the live page', (server) => {
  it('takes the microphone, the camera and a socket', async () => {
    const { page, errors } = await server().open({ permissions: ['microphone', 'camera'] });
    await page.waitForFunction(() => live.ready.value);
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const own = mediaDevices.getUserMedia.bind(mediaDevices);
      const tracks: MediaStreamTrack[] = [];
      Object.assign(globalThis, { tracks });
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await own(wanted);
        tracks.push(...stream.getTracks());
        return stream;
      };
    });
    const tab = (name: string) => page.locator(`.tabs button:text("${name}")`);
    const lit = () => page.waitForFunction(() => live.settings.value.image.some((value) => value > 0));
    for (const name of ['Microphone', 'Camera']) {
      // nothing is left over of a second start
      await tab(name).dblclick();
      await lit();
    }
    await tab('Draw').click();
    const states = () => page.evaluate(() => tracks.map(({ readyState }) => readyState));
    expect([...new Set(await states())]).toEqual(['ended']);
    const sockets = new WebSocketServer({ port: 0 });
    sockets.on('connection', (socket) => socket.send(JSON.stringify({ events: [3, 400] })));
    const address = `ws://127.0.0.1:${(sockets.address() as { port: number }).port}`;
    await tab('Socket').click();
    const connect = async (address: string) => {
      await page.locator('.address input').fill(address);
      await page.locator('.address button').dblclick();
    };
    await connect('ws://127.0.0.1:1');
    await page.waitForFunction(() => live.message.value.startsWith('Socket: no WebSocket answers'));
    await connect(address);
    await page.waitForFunction(() => live.settings.value.image[400] === 1);
    expect(await page.textContent('.message')).toBe('');
    const image = await page.evaluate(() =>
      [...live.settings.value.image.keys()].filter((i) => live.settings.value.image[i]! > 0),
    );
    expect(image).toEqual([3, 400]);
    for (const client of sockets.clients) client.close(1013, 'busy');
    await page.waitForFunction(() => live.message.value.endsWith('was closed, code 1013: busy'));
    expect(await page.evaluate(() => live.settings.value.image.some((value) => value > 0))).toBe(false);
    // what was said of one input is not said of another
    await tab('Draw').click();
    expect(await page.textContent('.message')).toBe('');
    sockets.close();
    expect(errors.filter((error) => !error.includes('ws://127.0.0.1:1'))).toEqual([]);
  }, 60_000);

  it('says that it loads, and what could not be loaded, which can be tried again', async () => {
    const { page, errors } = await server().open();
    const refused = new ReplaySubject<void>(1);
    // also what the page asked for before it was loaded again, which nobody waits for
    await page.route('**/*.safetensors', async (route) => {
      await firstValueFrom(refused);
      await route.abort().catch(() => undefined);
    });
    await page.reload();
    expect(await page.textContent('.loading')).toBe('loading…');
    expect(await page.locator('.rasters canvas >> visible=true').count()).toBe(0);
    expect(await page.locator('.transport button:enabled').count()).toBe(0);
    refused.next();
    await page.waitForSelector('.loading button');
    expect(await page.textContent('.loading p')).toMatch(/^The network was not loaded: ./);
    await page.unroute('**/*.safetensors');
    await page.locator('.loading button').click();
    await page.waitForSelector('.rasters canvas >> visible=true');
    expect(await page.locator('.loading').count()).toBe(0);
    expect(errors.filter((error) => !error.includes('ERR_FAILED'))).toEqual([]);
  }, 60_000);

  it('follows a link that is put into the open page, and says where a link is that cannot be copied', async () => {
    const { page, errors } = await openPaused(server(), 3, { viewport: { width: 390, height: 844 } });
    const image = () => page.evaluate(() => String(live.settings.value.image));
    const three = await image();
    const link = await page.evaluate(() => live.link());
    await page.locator('.examples button >> nth=5').click();
    await page.evaluate((link) => {
      Object.assign(globalThis, { tracks: [] });
      location.hash = link;
    }, link);
    await page.waitForFunction(() => !('tracks' in globalThis) && 'live' in globalThis && live.ready.value);
    expect([await image(), await page.evaluate(() => live.running.value)]).toEqual([three, false]);

    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not here'));
    });
    const share = page.locator('button.link');
    await share.click();
    await page.waitForFunction(() => live.message.value !== '');
    expect([await share.textContent(), await page.textContent('.message')]).toEqual([
      'Link',
      'The link is in the address bar: it could not be copied.',
    ]);
    // in view wherever the page is scrolled to
    for (const top of [0, 5000]) {
      await page.evaluate((top) => scrollTo(0, top), top);
      const { y, height } = (await page.locator('.message').boundingBox())!;
      expect([y >= 0, y + height <= 844]).toEqual([true, true]);
    }
    await page.locator('.notice button').click();
    expect(await page.textContent('.message')).toBe('');
    expect(errors).toEqual([]);
  }, 60_000);

  it('can be read and touched on a phone, and read in colours of the system', async () => {
    const { page } = await server().open({ viewport: { width: 390, height: 844 } });
    await page.waitForFunction(() => live.ready.value);
    await page.evaluate(() => live.message.next('something is wrong'));
    expect(await contrast(page, '.notice', '.message')).toBeGreaterThan(4.5);
    expect(await contrast(page, '.tabs', '[aria-selected=false]')).toBeGreaterThan(4.5);
    await page.evaluate(() => live.watch({ layer: 1, neuron: 1 }));
    await page.waitForSelector('.trace button');
    expect(await smallest(page)).toBeGreaterThanOrEqual(24);
    // where the system chooses the colours, what is told by a colour alone is still seen
    await page.emulateMedia({ forcedColors: 'active' });
    const told = ['.examples i', '.bars i', '.note i', '[aria-selected=true]'];
    const colours = await Promise.all([...told, '.card'].map((part) => background(page, part)));
    expect(told.filter((_, i) => colours[i] === colours.at(-1))).toEqual([]);
  }, 60_000);

  it('can be worked with the keyboard, and every control has a name', async () => {
    const { page } = await openPaused(server());
    await page.locator('body').press('6');
    await page.waitForFunction(() => live.settings.value.image.some((value) => value > 0));
    await page.locator('body').press('ArrowRight');
    await page.waitForFunction(() => live.t === 1);
    await page.locator('.hidden canvas').press('ArrowUp');
    await page.locator('.hidden canvas').press('Enter');
    expect(await page.evaluate(() => live.watched.value)).toEqual([{ layer: 1, neuron: 1 }]);
    expect(await page.textContent('.rasters [role=status]')).toBe('hidden 1, membrane drawn');
    await page.locator('.hidden canvas').press('PageUp');
    expect(await page.textContent('.rasters [role=status]')).toBe('hidden 29');
    await page.locator('body').press(' ');
    expect(await page.evaluate(() => live.running.value)).toBe(true);
    // a control that was clicked leaves the keys to the page
    const clicked = (text: string) => page.locator(`.transport button:text-is("${text}")`).click();
    const paused = (running: boolean) =>
      page.waitForFunction((running) => live.running.value === running, !running);
    await clicked('Pause');
    const { keyboard } = page;
    await keyboard.press('r');
    await page.waitForFunction(() => live.t === 0);
    await keyboard.press('ArrowRight');
    await page.waitForFunction(() => live.t === 1);
    await clicked('Reset');
    await keyboard.press(' ');
    await paused(false);
    await page.locator('input[name=beta]').click();
    await keyboard.press(' ');
    await paused(true);
    const sum = () => page.evaluate(() => live.settings.value.image.reduce((a, b) => a + b));
    const six = await sum();
    await page.locator('.check').click();
    await keyboard.press('7');
    expect(await sum()).not.toBe(six);
    await keyboard.press(' ');
    await paused(false);
    // one that was reached by keys does what it is for
    await page.locator('.transport .primary').focus();
    await keyboard.press(' ');
    await paused(true);
    await keyboard.press(' ');
    await paused(false);
    // from tab to tab; what is reached is chosen by Enter
    await page.locator('[role=tab][aria-selected=true]').focus();
    await keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => [document.activeElement!.textContent, live.running.value])).toEqual([
      'Socket',
      true,
    ]);
    await keyboard.press('Enter');
    expect(await page.getByRole('tabpanel', { name: 'Socket' }).count()).toBe(1);
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, input, select, canvas[tabindex]')]
        .filter(
          (each) =>
            !each.ariaLabel && !each.textContent?.trim() && !each.closest('label')?.textContent?.trim(),
        )
        .map((each) => each.outerHTML),
    );
    expect(nameless).toEqual([]);
  }, 60_000);
});

function background(page: Page, part: string): Promise<string> {
  return page
    .locator(part)
    .first()
    .evaluate((element) => getComputedStyle(element).backgroundColor);
}

/** How far the ink of a part stands out from the ground of another one, as WCAG measures it. */
async function contrast(page: Page, ground: string, part: string): Promise<number> {
  const ink = await page
    .locator(part)
    .first()
    .evaluate((element) => getComputedStyle(element).color);
  const [dark, light] = [ink, await background(page, ground)].map(luminance).sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(rgb: string): number {
  const [r, g, b] = rgb.match(/\d+/g)!.map((byte) => (Number(byte) / 255) ** 2.2);
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** The shorter side of the smallest thing to be touched. */
function smallest(page: Page): Promise<number> {
  return page.locator('button, input, select').evaluateAll((all) => {
    const boxes = all.map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 0);
    return Math.min(...boxes.flatMap(({ width, height }) => [width, height]));
  });
}
