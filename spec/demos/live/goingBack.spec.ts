import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeLink } from '../../../demos/live/model/link.js';
import type { Live } from '../../../demos/live/model/live.js';
import type { Settings } from '../../../demos/live/model/protocol.js';
import { writeNmnist } from '../../helpers/eventFiles.js';
import { done, fired, liveHere, stepsTo, until } from '../../helpers/liveHere.js';

const image = (bright: number) => Float32Array.from({ length: 784 }, (_, i) => (i % 7 === bright ? 1 : 0));
/** Settings in few words. */
const short = ({ image, beta, threshold }: Settings) => [image.indexOf(1), beta, threshold];

/** The numbers of the steps that can be seen. */
const seen = ({ ring }: Live) =>
  Array.from({ length: ring!.end - ring!.first }, (_, i) => ring!.t(ring!.first + i));
const upTo = (t: number) => Array.from({ length: t }, (_, i) => i);

describe('the live page at a moment of the past', () => {
  let live: Live;
  beforeEach(async () => {
    live = await liveHere();
    live.set('image', image(3));
    await stepsTo(live, 20);
    live.set('beta', 0.8);
    await stepsTo(live, 60);
  });

  it('shows what is changed there, runs with it, and puts it into a link; all else is as it was then', async () => {
    live.scrub(10);
    live.set('image', image(5));
    const link = decodeLink(await live.link());
    expect(short(live.settings.value)).toEqual([5, 0.95, 1]);
    expect(short(link.settings)).toEqual([5, 0.95, 1]);
    expect(link.moment.t).toBe(10);
    live.set('beta', 0.7);
    live.set('beta', 0.6);
    await stepsTo(live, 40);
    expect(short(live.settings.value)).toEqual([5, 0.6, 1]);
    const inputs = fired(live, 0, 10);
    expect([inputs[3], inputs[5]]).toEqual([0, 30]);
  });

  it('is put into a link without the loss of what came after', async () => {
    const then = [0, 1, 2].map((layer) => fired(live, layer));
    live.set('threshold', 0.7);
    live.scrub(23);
    const link = decodeLink(await live.link());
    expect([link.moment.t, ...short(link.settings)]).toEqual([23, 3, 0.8, 1]);
    expect(live.t).toBe(23);
    live.scrub(10);
    const earlier = decodeLink(await live.link());
    expect([earlier.moment.t, ...short(earlier.settings)]).toEqual([10, 3, 0.95, 1]);
    expect([0, 1, 2].map((layer) => fired(live, layer))).toEqual(then);
    live.scrub(60);
    await stepsTo(live, 61);
    expect(seen(live)).toEqual(upTo(61));
    expect(short(live.settings.value)).toEqual([3, 0.8, 0.7]);
  });

  it('is put into a link also while a file plays, which is read again up to there', async () => {
    const events = Array.from({ length: 400 }, (_, i) => ({ t: 997 * i, x: i % 34, y: 3, p: 1 as const }));
    live.feed(new File([Uint8Array.from(writeNmnist(events))], 'line.bin'));
    await until(() => live.playback.value !== undefined);
    await done(live);
    await stepsTo(live, 90);
    const then = fired(live, 0);
    live.scrub(77);
    const { moment } = decodeLink(await live.link());
    expect(moment.t).toBe(77);
    live.scrub(90);
    await stepsTo(live, 91);
    expect(fired(live, 0).map((count, i) => count - then[i]!)).toContain(1);
    live.scrub(77);
    await stepsTo(live, 90);
    expect(fired(live, 0)).toEqual(then);
    expect(live.message.value).toBe('');
  });

  it('goes on from there on another device, and there is no gap', async () => {
    const then = [0, 1, 2].map((layer) => fired(live, layer));
    live.scrub(30);
    live.choose({ device: 'cpu' });
    await stepsTo(live, 60);
    expect(live.message.value).toBe('');
    expect(seen(live)).toEqual(upTo(60));
    expect([0, 1, 2].map((layer) => fired(live, layer))).toEqual(then);
  });

  it('keeps what came after for a fork, also where something was changed before', async () => {
    live.scrub(30);
    live.set('threshold', 2);
    expect(seen(live)).toEqual(upTo(30));
    expect(live.ghost).toBeUndefined();
    expect(live.forkable).toBe(true);
    await stepsTo(live, 33);
    live.fork();
    await until(() => live.t > 60);
    live.play(false);
    const { ring, from } = live.ghost!;
    expect([from, ring.t(ring.first), ring.t(ring.end - 1)]).toEqual([30, 30, 59]);
    expect(live.forkable).toBe(false);
    // who just runs on from there compares with nothing
    live.reset();
    await stepsTo(live, 10);
    live.scrub(5);
    expect(live.forkable).toBe(true);
    live.play(true);
    live.play(false);
    expect([live.forkable, live.ghost]).toEqual([false, undefined]);
    await done(live);
  });
});

it('a step of the live page is a whole block, which is shown at once', async () => {
  const live = await liveHere();
  await stepsTo(live, 3);
  live.choose({ block: 20 });
  for (const t of [23, 43]) {
    live.step();
    await until(() => live.t === t);
  }
  live.choose({ block: 1 });
  live.step();
  await until(() => live.t === 44);
});
