import { expect, it } from '@jest/globals';
import { WebSocketServer } from 'ws';
import type { Live } from '../../demos/live/model/live.js';
import { describeLive, membrane, openPaused } from '../helpers/liveDriver.js';
import { settle, spikes, steps } from '../helpers/liveSteps.js';

declare const live: Live;
declare const tracks: readonly MediaStreamTrack[];

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
    await page.waitForFunction(() => document.querySelector('.scrub output')!.textContent === '12');
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
    expect(await page.evaluate(() => live.ghost)).toBeUndefined();
    await page.evaluate(() => live.scrub(20));
    await page.locator('button:text("Fork")').click();
    await page.waitForFunction(() => live.t > 60);
    await page.evaluate(() => live.play(false));
    const kept = await page.evaluate(
      () => live.ghost && [live.ghost.from, live.ghost.ring.end - live.ghost.ring.first],
    );
    expect(kept?.[0]).toBe(20);
    expect(await spikes(page)).not.toEqual(then);
    const coloured = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.hidden canvas')!;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return data.some((value, i) => i % 4 === 0 && value > data[i + 2]! + 60);
    });
    expect(coloured).toBe(kept![1]! > 0);
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

  it('can be worked with the keyboard, and every control has a name', async () => {
    const { page } = await openPaused(server());
    await page.locator('body').press('6');
    await page.waitForFunction(() => live.settings.value.image.some((value) => value > 0));
    await page.locator('body').press('ArrowRight');
    await page.waitForFunction(() => live.t === 1);
    await page.locator('.hidden canvas').press('ArrowUp');
    await page.locator('.hidden canvas').press('Enter');
    expect(await page.evaluate(() => live.watched.value)).toEqual([{ layer: 1, neuron: 1 }]);
    await page.locator('body').press(' ');
    expect(await page.evaluate(() => live.running.value)).toBe(true);
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
