import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { animator, type Frame } from 'rxsnn';
import { chromiumPath, type OpenPage, openPage } from '../helpers/browser.js';
import { decode, render } from '../helpers/picture.js';
import { layer$ } from './plotsPage.js';

const title = chromiumPath
  ? 'plots in Chromium'
  : 'plots in Chromium (none installed: apt-get install chromium-headless-shell)';

(chromiumPath ? describe : describe.skip)(title, () => {
  let open: OpenPage;

  beforeAll(async () => {
    open = await openPage('spec/browser/plotsPage.ts');
  }, 60_000);
  afterAll(() => open?.close());

  it.each([1, 2])(
    'shows the image of a layer as node-canvas does, at scale %p',
    async (scale) => {
      const png: string = await open.page.evaluate(`page.drawImage('${scale}')`);
      const frame = await lastValueFrom(
        layer$().pipe(animator({ decay: 0.7, colorMap: 'magma', bare: true })),
      );
      const scaled: Frame = {
        width: scale * frame.width,
        height: scale * frame.height,
        draw(context) {
          context.scale(scale, scale);
          frame.draw(context);
        },
      };
      const { width, height, data } = decode(Buffer.from(png, 'base64'));
      expect([width, height]).toEqual([scaled.width, scaled.height]);
      expect(Buffer.from(data).equals(Buffer.from(render(scaled).data))).toBe(true);
    },
    30_000,
  );

  it('draws every plot', async () => {
    const colors: Record<string, number> = await open.page.evaluate('page.drawAll()');
    expect(Object.keys(colors)).toHaveLength(7);
    for (const count of Object.values(colors)) expect(count).toBeGreaterThan(20);
  }, 30_000);

  it('printed no error', () => expect(open.errors).toEqual([]));
});
