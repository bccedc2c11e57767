import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeviceName } from 'rxsnn';
import { chromiumPath, type OpenPage, openPage } from '../helpers/browser.js';
import { type Outcome, run } from './connectionsPage.js';

/** The modes that a browser has, in a real headless Chromium whose graphics are computed in software. */
const MODES: readonly DeviceName[] = ['events', 'webasm', 'webgl2', 'webgl', 'webgpu'];
const title = chromiumPath
  ? 'in Chromium'
  : 'in Chromium (none installed: apt-get install chromium-headless-shell)';

(chromiumPath ? describe : describe.skip)(title, () => {
  let open: OpenPage;
  let wanted: Outcome;

  beforeAll(async () => {
    open = await openPage('spec/browser/connectionsPage.ts');
    wanted = await run('events', '1');
  }, 60_000);
  afterAll(() => open?.close());

  describe.each(MODES)('%s', (mode) => {
    it('every connection, in blocks that do not divide the steps: spikes identical, all freed', async () => {
      const { delayed, pooled, cur, counts } = (await open.page.evaluate(
        `page.run('${mode}', '20')`,
      )) as Outcome;
      expect(delayed).toEqual(wanted.delayed);
      expect(pooled).toEqual(wanted.pooled);
      expect(cur).toHaveLength(wanted.cur.length);
      for (const [i, x] of cur.entries()) expect(Math.abs(x - wanted.cur[i]!)).toBeLessThanOrEqual(1e-6);
      expect(counts).toMatchObject({ kernels: 0, resources: 0 });
    }, 60_000);
  });

  it('has spikes to compare', () => {
    for (const spk of [wanted.delayed, wanted.pooled]) {
      const share = spk.reduce((sum, x) => sum + x, 0) / spk.length;
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.9);
    }
  });

  it('printed no error', () => expect(open.errors).toEqual([]));
});
