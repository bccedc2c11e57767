import { expect, it } from '@jest/globals';
import { eventFile } from 'rxsnn';
import type { Live } from '../../demos/live/model/live.js';
import { type Event, writeAedat4, writeNmnist } from '../helpers/eventFiles.js';
import { describeLive, openPaused } from '../helpers/liveDriver.js';
import { drop, example, fired, offlineSpikes, restart } from '../helpers/liveRun.js';
import { steps } from '../helpers/liveSteps.js';

declare const live: Live;

describeLive('event files on the live page', (server) => {
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
      const { page, errors } = await openPaused(server());
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
    const { page, errors } = await openPaused(server());
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
    const { page: other } = await server().open({ hash: `#${link}` });
    await other.waitForFunction(() => live.ready.value);
    await other.evaluate(() => live.play(true));
    await other.waitForFunction(() => live.ring!.end > 20);
    expect(await other.textContent('.message')).toBe('');
    expect(errors).toEqual([]);
  }, 60_000);
});
