import type { Page } from 'playwright-core';
import type { Live } from '../../demos/live/model/live.js';

declare const live: Live;

/** Goes on step by step up to before step `t`. */
export async function steps(page: Page, t: number, count = t): Promise<void> {
  await page.evaluate(
    ([t, count]) => {
      const from = Math.max(live.t, t! - count!);
      for (let step = from; step < t!; step++) live.step();
    },
    [t, count],
  );
  await settle(page, t);
}

/** Waits until the page shows what is before step `t`. */
export async function settle(page: Page, t: number): Promise<void> {
  await page.waitForFunction((t) => live.t === t, t);
  // one frame later it is drawn
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** How often each layer fired in the steps that the page has. */
export function spikes(page: Page): Promise<number[][]> {
  return page.evaluate(() => {
    const { ring } = live;
    return live.layers.map((_, layer) => [...ring!.counts(layer, ring!.first, ring!.end)]);
  });
}
