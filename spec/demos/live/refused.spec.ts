import { describe, expect, it } from '@jest/globals';
import { decodeLink, encodeLink } from '../../../demos/live/model/link.js';
import type { Live } from '../../../demos/live/model/live.js';
import { done, liveHere, stepsTo, until } from '../../helpers/liveHere.js';

const refused = (live: Live) => until(() => live.message.value.startsWith("device 'webgl2': "));

describe('a device that is not here, on the live page', () => {
  it('is refused, and what ran goes on with the one that it had', async () => {
    const live = await liveHere();
    await stepsTo(live, 10);
    live.choose({ device: 'webgl2' });
    await refused(live);
    expect(live.plan.value.device).toBe('events');
    expect(decodeLink(await live.link())).toMatchObject({ plan: { device: 'events' }, moment: { t: 10 } });
    live.play(true);
    await until(() => live.t > 20);
    live.play(false);
    // and its past is still there
    await done(live);
    live.scrub(4);
    await stepsTo(live, 8);
    expect(live.message.value).toMatch(/^device 'webgl2'/);
  });

  it('is no reason not to follow a link', async () => {
    const first = await liveHere();
    await stepsTo(first, 12);
    const link = decodeLink(await first.link());
    const live = await liveHere(encodeLink({ ...link, plan: { ...link.plan, device: 'webgl2' } }));
    await refused(live);
    expect(live.plan.value.device).toBe('events');
    expect(decodeLink(await live.link())).toMatchObject({ moment: { t: 12 } });
  });
});
