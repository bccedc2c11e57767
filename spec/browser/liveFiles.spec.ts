import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { network, readNir } from 'rxsnn';
import type { Live } from '../../demos/live/model/live.js';
import { drawsReferences } from '../helpers/browser.js';
import { describeLive } from '../helpers/liveDriver.js';
import { countsOf, FILES, LAYERS, runOf } from '../helpers/liveNetworks.js';
import type { LiveServer } from '../helpers/livePage.js';
import { drop } from '../helpers/liveRun.js';
import { settle, spikes, steps } from '../helpers/liveSteps.js';
import { expectPng } from '../helpers/picture.js';

declare const live: Live;

describeLive('files in the live page', (server, folder) => {
  /** The page with the network of a file, paused before its first step. */
  const openPaused = async (name: keyof typeof FILES, options: Parameters<LiveServer['open']>[0] = {}) => {
    const { page, errors } = await server().open(options);
    await page.waitForFunction(() => live.ready.value && live.t > 0);
    await page.waitForSelector('.examples button');
    await page.evaluate(() => live.play(false));
    await dropRunning(page, name, FILES[name]);
    await settle(page, 0);
    return { page, errors };
  };

  /** An example of MNIST, or a line over the strip. */
  const feed = async (page: Page) => {
    if ((await page.locator('.examples').count()) > 0) {
      await page.locator('.examples button >> nth=3').click();
    } else {
      const box = (await page.locator('#pad').boundingBox())!;
      await page.mouse.move(box.x + 10, box.y + 10);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 10, box.y + box.height - 30, { steps: 8 });
      await page.mouse.up();
    }
    return page.evaluate(() => [...live.settings.value.image]);
  };

  it.each(Object.keys(FILES) as (keyof typeof FILES)[])(
    'runs %s as the library does elsewhere',
    async (name) => {
      const { page, errors } = await openPaused(name);
      const layers = LAYERS[name];
      expect(
        await page.evaluate(() =>
          live.layers.map(({ name, shape, signal }) => [name, String(shape), signal]),
        ),
      ).toEqual(layers);
      const heads = await page.locator('.rasters h2').allTextContents();
      expect(heads).toEqual(['Input', ...layers.slice(1).map(([name]) => name)]);

      const image = await feed(page);
      expect(image.some((value) => value > 0)).toBe(true);
      await steps(page, 40);
      const rec = await runOf(FILES[name], image, 40);
      const counts = await spikes(page);
      for (const [i, [layer, , signal]] of layers.entries()) {
        if (signal === 'spk') {
          expect(counts[i]!.some((count) => count > 0)).toBe(true);
          expect([layer, counts[i]]).toEqual([layer, countsOf(rec[layer]!.spk!)]);
        } else {
          const shown = await page.evaluate((i) => [...live.ring!.valuesAt(live.end - 1, i)], i);
          const own = rec[layer]![signal as 'mem']!.data;
          expect(shown).toEqual([...own.subarray(own.length - shown.length)]);
          expect(shown.some((value) => value !== 0)).toBe(true);
        }
      }
      expect(await page.textContent('.message')).toBe('');
      expect(errors).toEqual([]);
    },
    120_000,
  );

  it('goes back, and runs on other devices and in blocks, with the same spikes', async () => {
    const { page, errors } = await openPaused('conv.nir');
    await feed(page);
    await steps(page, 40);
    const expected = await spikes(page);
    await page.evaluate(() => live.scrub(10));
    await steps(page, 40);
    expect(await spikes(page)).toEqual(expected);
    await page.evaluate(() => live.scrub(20));
    for (const [name, value] of [
      ['device', 'webasm'],
      ['block', '5'],
    ] as const) {
      await page.locator(`select[name=${name}]`).selectOption(value);
    }
    await page.evaluate(() => {
      for (let block = 0; block < 4; block++) live.step();
    });
    await settle(page, 40);
    expect(await spikes(page)).toEqual(expected);
    expect(await page.textContent('.message')).toBe('');
    expect(errors).toEqual([]);
  }, 120_000);

  it('shows the weights of a neuron and what drove it, its membrane, and both futures after a fork', async () => {
    const { page, errors } = await openPaused('conv.nir');
    await feed(page);
    await steps(page, 60);
    await page.locator('.hidden canvas >> nth=0').click({ position: { x: 560, y: 40 } });
    expect(await page.textContent('.neuron header span')).toBe('kernel of 5 × 5');
    for (const picture of ['weights', 'drive']) {
      // two channels, one over the other, and a line between them
      const size = await page
        .locator(`.neuron .${picture}`)
        .evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height]);
      expect(size).toEqual([5, 11]);
    }
    const { layer, neuron } = await page.evaluate(() => live.watched.value[0]!);
    expect(layer).toBe(1);
    const mem = await page.evaluate(() => [...Array(60).keys()].map((t) => live.traces.get(t)![0]));
    const image = await page.evaluate(() => [...live.settings.value.image]);
    const { lif1 } = await runOf(FILES['conv.nir'], image, 60);
    expect(mem).toEqual(Array.from({ length: 60 }, (_, t) => lif1!.mem!.data[t * 5400 + neuron]));

    await page.evaluate(() => live.scrub(20));
    await page.locator('button:text("Fork")').click();
    await page.waitForFunction(() => live.t > 30);
    expect(await page.evaluate(() => live.ghost?.from)).toBe(20);
    expect(errors).toEqual([]);
  }, 120_000);

  it('offers what the network has: semantics, the length of a step, and the gain of its input', async () => {
    const { page, errors } = await openPaused('conv.nir');
    expect(await page.locator('live-settings .slider span').allTextContents()).toEqual([]);
    expect(await page.locator('.encoding .slider span').allTextContents()).toEqual(['Gain', 'Noise']);
    await feed(page);
    await page.locator('select[name=semantics]').selectOption('exact');
    await page.locator('input[name=dt]').fill('0.5');
    await page.locator('input[name=dt]').press('Enter');
    await page.waitForFunction(() => live.info.dt === 0.0005);
    await steps(page, 5);
    expect(await page.evaluate(() => live.plan.value.options)).toEqual({ semantics: 'exact', dt: '0.5' });

    // what the library refuses is said in its words, and what ran goes on
    await page.locator('select[name=semantics]').selectOption('norse');
    await page.waitForFunction(() => live.message.value !== '');
    const graph = await readNir(FILES['conv.nir']);
    expect(() => network(graph, { semantics: 'norse', dt: 0.0005 })).toThrow(
      (await page.textContent('.message'))!,
    );
    expect(await page.locator('select[name=semantics]').inputValue()).toBe('exact');
    await steps(page, 10, 5);

    await page.locator('select[name=network]').selectOption({ label: 'Digits, 784-1000-10' });
    await page.waitForFunction(() => live.layers[1]?.name === 'hidden');
    expect(await page.locator('.settings .slider span').allTextContents()).toContain('Beta');
    await page.locator('select[name=network]').selectOption({ label: 'conv.nir' });
    await page.waitForFunction(() => live.layers[1]?.name === 'lif1');
    expect(errors).toEqual([]);
  }, 120_000);

  it('says what is wrong with a file, and the network that ran before goes on', async () => {
    const { page, errors } = await openPaused('dense.nir');
    await feed(page);
    await steps(page, 10);
    const damaged = FILES['conv.nir'].slice(0, 9000);
    await drop(page, 'damaged.nir', damaged);
    const { message } = (await readNir(new File([damaged], 'damaged.nir')).catch((error) => error)) as Error;
    await page.waitForFunction(() => live.message.value !== '');
    expect(await page.textContent('.message')).toBe(message);
    expect(message).toMatch(/^readNir: damaged.nir: /);

    await drop(page, 'notes.txt', new Uint8Array([72, 105]));
    await page.waitForFunction(() => live.message.value.startsWith('notes.txt'));
    expect(await page.textContent('.message')).toMatch(
      /^notes\.txt cannot be opened: .*networks in NIR \(\.nir\)/,
    );

    await steps(page, 40, 30);
    const image = await page.evaluate(() => [...live.settings.value.image]);
    const { lif2 } = await runOf(FILES['dense.nir'], image, 40);
    expect((await spikes(page))[2]).toEqual(countsOf(lif2!.spk!));
    expect(await page.locator('select[name=network] option:checked').textContent()).toBe('dense.nir');
    expect(errors).toEqual([]);
  }, 120_000);

  it('puts a moment into a link, which goes on when the file is opened again', async () => {
    const { page } = await openPaused('dense.nir');
    await feed(page);
    await steps(page, 30);
    const link = await page.evaluate(() => live.link());
    await steps(page, 60);
    const image = await page.evaluate(() => [...live.settings.value.image]);

    const { page: other, errors } = await server().open({ hash: `#${link}` });
    await other.waitForFunction(() => live.ready.value);
    expect(await other.textContent('.message')).toMatch(
      /^This link goes on with dense\.nir, .*open that file again/,
    );
    expect(await other.evaluate(() => live.plan.value.network)).toBe('mnist');
    // another file of that name is not the one
    await dropRunning(other, 'dense.nir', FILES['recurrent.nir']);
    await other.waitForFunction(() => live.message.value.includes('another file than the one of the link'));
    await dropRunning(other, 'dense.nir', FILES['dense.nir']);
    await other.waitForFunction(() => live.message.value === '');
    expect(await other.evaluate(() => [live.running.value, [...live.settings.value.image]])).toEqual([
      false,
      image,
    ]);
    await steps(other, 60, 30);
    const counts = (page: Page) =>
      page.evaluate(() => [1, 2].map((layer) => [...live.ring!.counts(layer, live.end - 30, live.end)]));
    expect(await counts(other)).toEqual(await counts(page));
    expect(errors).toEqual([]);
  }, 120_000);

  it('says where to drop a file, and opens one by its button', async () => {
    const { page, errors } = await server().open();
    await page.waitForFunction(() => live.ready.value);
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([], 'net.nir'));
      window.dispatchEvent(new DragEvent('dragover', { dataTransfer, cancelable: true }));
    });
    expect(await page.locator('.drop').isVisible()).toBe(true);
    expect(await page.textContent('.drop')).toMatch(/networks in NIR/);
    await page.evaluate(() => window.dispatchEvent(new DragEvent('dragleave')));
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.drop')!.hidden);
    const chosen = page.waitForEvent('filechooser');
    await page.locator('button:text("Open a file…")').press('Enter');
    await (await chosen).setFiles({
      name: 'recurrent.nir',
      mimeType: '',
      buffer: Buffer.from(FILES['recurrent.nir']),
    });
    await page.waitForFunction(() => live.plan.value.network === 'recurrent.nir' && live.t > 3);
    // the strip by keyboard: the second input to 10 %
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'ArrowUp'])
      await page.locator('#pad').press(key);
    const image = await page.evaluate(() =>
      live.settings.value.image.map((value) => Math.round(100 * value)),
    );
    expect(Object.values(image)).toEqual([0, 10, 0, 0]);
    expect(errors).toEqual([]);
  }, 120_000);

  // the pictures are those of chromium-headless-shell
  (drawsReferences ? it : it.skip).each([
    ['live-network-light', 'conv.nir', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
    ['live-network-dark', 'recurrent.nir', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
    ['live-network-phone', 'conv.nir', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
  ] as const)(
    'looks as it should: %s',
    async (picture, name, options) => {
      const { page } = await openPaused(name, options);
      await feed(page);
      await page.evaluate(() => {
        live.watch({ layer: 1, neuron: 7 });
        live.neuron.next({ layer: 1, neuron: 7 });
      });
      await steps(page, 150);
      // times are never the same
      await page.addStyleTag({
        content: '.meter dd, header .end { visibility: hidden } .bars i { transition: none }',
      });
      await page.waitForTimeout(300);
      const made = join(folder, `${picture}.png`);
      await page.screenshot({ path: made, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      expectPng(`spec/pictures/${picture}.png`, made);
    },
    120_000,
  );
});

/** Drops a network on the page, and waits until it runs. */
async function dropRunning(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(() => {
    const running = new Promise<void>((resolve) => live.network.subscribe(() => resolve()));
    Object.assign(globalThis, { running });
  });
  await drop(page, name, bytes);
  await page.evaluate(() => (globalThis as unknown as { running: Promise<void> }).running);
}
