import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { lastValueFrom, map, type Observable, take, toArray } from 'rxjs';
import {
  current,
  delta,
  eventFile,
  Linear,
  latency,
  leaky,
  linear,
  rate,
  readSafetensors,
  type Step,
} from 'rxsnn';
import type { Live } from '../../demos/live/model/live.js';
import { chromiumPath } from '../helpers/browser.js';
import { type Event, writeAedat4, writeNmnist } from '../helpers/eventFiles.js';
import { type LiveServer, serveLive } from '../helpers/livePage.js';

declare const live: Live;

const title = chromiumPath
  ? 'inputs of the live page'
  : 'inputs of the live page (no browser installed: apt-get install chromium)';
const endless = Number.POSITIVE_INFINITY;

(chromiumPath ? describe : describe.skip)(title, () => {
  let server: LiveServer;
  const folder = mkdtempSync(join(tmpdir(), 'rxsnn-inputs-'));

  beforeAll(async () => {
    server = await serveLive(join(folder, 'page'));
  }, 120_000);
  afterEach(() => server?.closePages(), 30_000);
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  /** The page, paused before its first step. */
  const openPaused = async () => {
    const { page, errors } = await server.open();
    await page.waitForFunction(() => live.ready.value && live.t > 0);
    await page.waitForSelector('.examples button');
    await page.evaluate(() => live.play(false));
    return { page, errors };
  };

  const example = async (page: Page, digit: number) => {
    await page.waitForTimeout(200);
    await page.locator(`.examples button >> nth=${digit}`).click();
    await page.waitForFunction(() => live.settings.value.image.some((value) => value > 0));
    return Float32Array.from(await page.evaluate(() => [...live.settings.value.image]));
  };

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
      const { page, errors } = await openPaused();
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
    const { page, errors } = await openPaused();
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
    const { page, errors } = await openPaused();
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

  const events: readonly Event[] = Array.from({ length: 900 }, (_, i) => ({
    t: 1000 + 311 * i,
    x: (5 * i) % 34,
    y: (13 * i) % 34,
    p: i % 3 ? 1 : 0,
  }));

  it.each([
    ['ring.bin', writeNmnist(events), [34, 34]],
    ['ring.aedat4', writeAedat4(events, { perPacket: 50, compression: 1 }), [346, 260]],
  ] as const)(
    'plays %s that is dropped on it, event by event, again and again',
    async (name, bytes, [width, height]) => {
      const { page, errors } = await openPaused();
      await page.evaluate(() => live.reset());
      await page.waitForFunction(() => live.t === 0);
      await drop(page, name, bytes);
      await page.waitForFunction(
        (name) => live.playback.value?.whole && live.playback.value.name === name,
        name,
      );
      expect(await page.evaluate(() => live.playback.value)).toEqual({
        name,
        duration: 311 * 899,
        events: 900,
        whole: true,
      });
      await page.locator('input[name=bin]').fill('7.5');
      await restart(page, 60);
      const long = Math.max(width, height);
      const [top, left] = [width, height]
        .map((side) => Math.floor((28 - Math.ceil((side * 28) / long)) / 2))
        .reverse();
      const last = Math.floor((311 * 899) / 7500);
      const expected = Array.from({ length: 60 }, (_, t) => {
        const [from, to] = [7500 * (t % (last + 1)), 7500 * ((t % (last + 1)) + 1)];
        const own = events.filter(({ t, p }) => p === 1 && t - 1000 >= from && t - 1000 < to);
        const at = ({ x, y }: Event) =>
          28 * (top! + Math.floor((y * 28) / long)) + left! + Math.floor((x * 28) / long);
        return [...new Set(own.map(at))].sort((a, b) => a - b);
      });
      expect(await fired(page, 0, 60)).toEqual(expected);
      expect(await page.textContent('.player .time')).toBe(
        `${(((60 - 1) % (last + 1)) * 0.0075).toFixed(2)} s of 0.28 s`,
      );
      // back into it, and with both polarities
      await page.evaluate(() => live.scrub(23));
      await steps(page, 60);
      expect(await fired(page, 0, 60)).toEqual(expected);
      await page.locator('select[name=polarity]').selectOption('merge');
      await restart(page, 40);
      const both = eventFile(new File([Uint8Array.from(bytes)], name), {
        dt: 7500,
        size: [28, 28],
        polarity: 'merge',
        loop: true,
      });
      expect(await fired(page, 0, 40)).toEqual(await offlineSpikes(both, 40));
      await page.locator('.player button').click();
      await page.waitForFunction(() => live.playback.value === undefined);
      expect(await page.textContent('.message')).toBe('');
      expect(errors).toEqual([]);
    },
    90_000,
  );

  it('says what is wrong with a file, and goes on', async () => {
    const { page, errors } = await openPaused();
    await example(page, 2);
    await page.evaluate(() => live.play(true));
    const goesOn = async () => {
      const before = await page.evaluate(() => live.t);
      await page.waitForFunction((t) => live.t > t + 10, before);
    };
    const said = (text: string) =>
      page.waitForFunction((text) => document.querySelector('.message')!.textContent!.includes(text), text);
    await drop(page, 'none.dat', new TextEncoder().encode('no events in here'));
    await said('none.dat: the format must be known by the first bytes');
    await goesOn();
    await drop(page, 'letter.doc', new Uint8Array(9));
    await said('letter.doc cannot be opened: the page knows');
    await drop(page, 'empty.bin', new Uint8Array(0));
    await said('empty.bin has no events.');
    expect(await page.evaluate(() => live.playback.value)).toBeUndefined();
    await drop(page, 'cut.bin', writeNmnist(events).subarray(0, 1003));
    await said('cut.bin: an event must have 5 bytes, got 3 at byte 1000');
    await page.waitForFunction(() => live.playback.value?.events === 200);
    await goesOn();
    const link = await page.evaluate(() => live.link());
    const { page: other } = await server.open({ hash: `#${link}` });
    await other.waitForFunction(() => live.ready.value);
    await other.evaluate(() => live.play(true));
    await other.waitForFunction(() => live.ring!.end > 20);
    expect(await other.textContent('.message')).toBe('');
    expect(errors).toEqual([]);
  }, 60_000);
});

/** From the first state up to before step `t`. */
async function restart(page: Page, t: number): Promise<void> {
  await page.evaluate(() => live.reset());
  await page.waitForFunction(() => live.t === 0);
  await steps(page, t);
}

/** Goes on step by step up to before step `t`. */
async function steps(page: Page, t: number): Promise<void> {
  await page.evaluate((t) => {
    for (let step = live.t; step < t; step++) live.step();
  }, t);
  await page.waitForFunction((t) => live.t === t, t);
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** The neurons of a layer that fired in each of the last steps. */
function fired(page: Page, layer: number, count: number): Promise<number[][]> {
  return page.evaluate(
    ([layer, count]) => {
      const ring = live.ring!;
      return Array.from({ length: count! }, (_, i) => {
        const index = ring.end - count! + i;
        return [...ring.counts(layer!, index, index + 1).entries()]
          .filter(([, n]) => n)
          .map(([neuron]) => neuron);
      });
    },
    [layer, count],
  );
}

async function offlineSpikes(source: Observable<Step>, count: number): Promise<number[][]> {
  const neurons = ({ output }: Step) =>
    [...output.data.entries()].filter(([, x]) => x !== 0).map(([neuron]) => neuron);
  return lastValueFrom(source.pipe(take(count), map(neurons), toArray()));
}

/** The network that the page runs at first. */
async function tutorial() {
  const weights = await readSafetensors('demos/tutorial/mnist-784-1000-10.safetensors');
  const layer = (name: string) => linear(new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]!));
  const [fc1, fc2, fire] = [layer('fc1'), layer('fc2'), leaky({ beta: 0.95 })];
  return (source: Observable<Step>): Observable<Step> => source.pipe(fc1, fire, fc2, fire);
}

/** Drops a file on the page. */
function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  return page.evaluate(
    ([name, bytes]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    [name, [...bytes]] as const,
  );
}
