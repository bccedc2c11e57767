import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeviceName } from 'rxsnn';
import { chromiumPath, type OpenPage, openPage } from '../helpers/browser.js';

const MODES: readonly DeviceName[] = ['events', 'webasm', 'webgl2', 'webgl', 'webgpu'];
const GRAPHICS = ['webgl2', 'webgl', 'webgpu'];
const goldens = readdirSync('spec/reference/nir').flatMap(
  (file) => file.match(/^(?!bad-)(.*)\.json$/)?.[1] ?? [],
);
const title = chromiumPath ? 'networks in Chromium' : 'networks in Chromium (none installed)';

(chromiumPath ? describe : describe.skip)(title, () => {
  let open: OpenPage;

  beforeAll(async () => {
    open = await openPage('spec/browser/page.ts');
  }, 60_000);
  afterAll(() => open?.close());

  it.each(MODES.flatMap((mode) => [1, 20].map((block) => [mode, block] as const)))(
    '%s in blocks of %d: cycles, delays and nested networks, readable after the end, all freed',
    async (mode, block) => {
      const outcome = await open.page.evaluate(`page.runRecurrent('${mode}', '${block}')`);
      expect(outcome).toMatchObject({
        different: [],
        lateDifferent: 0,
        counts: { kernels: 0, resources: 0 },
      });
      expect((outcome as { spikes: number }).spikes).toBeGreaterThan(50);
    },
    60_000,
  );

  // a software-rendered mode takes a second a run: GOLDEN=all tries all semantics of each network, not one in turn, and webgl,
  // which runs the kernels of webgl2
  it.each(
    (process.env.GOLDEN ? GRAPHICS : ['webgl2', 'webgpu']).map(
      (mode, i) => [mode, process.env.GOLDEN ?? String(i)] as const,
    ),
  )(
    '%s: golden NIR networks (semantics %s), all freed',
    async (mode, which) => {
      const outcome = await open.page.evaluate(
        `page.runGolden('${mode}', '${goldens.join(' ')}', '${which}')`,
      );
      expect(outcome).toMatchObject({ different: [], counts: { kernels: 0, resources: 0 } });
    },
    120_000,
  );

  it('printed no error', () => expect(open.errors).toEqual([]));
});
