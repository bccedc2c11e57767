import type { Page } from 'playwright-core';
import { lastValueFrom, map, type Observable, take, toArray } from 'rxjs';
import type { Step } from 'rxsnn';
import type { Live } from '../../demos/live/model/live.js';
import { settle, steps } from './liveSteps.js';

declare const live: Live;

/** Puts in an example of MNIST; returns what the network sees. */
export async function example(page: Page, digit: number): Promise<Float32Array> {
  await page.waitForSelector('.examples i[style*="mask"]');
  await page.locator(`.examples button >> nth=${digit}`).click();
  await page.waitForFunction(() => live.settings.value.image.some((value) => value > 0));
  return Float32Array.from(await page.evaluate(() => [...live.settings.value.image]));
}

/** From the first state up to before step `t`. */
export async function restart(page: Page, t: number): Promise<void> {
  await page.evaluate(() => live.reset());
  await settle(page, 0);
  await steps(page, t);
}

/** The neurons of a layer that fired in each of the last steps. */
export function fired(page: Page, layer: number, count: number): Promise<number[][]> {
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

/** Drops a file on the page. */
export function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  return page.evaluate(
    ([name, text]) => {
      const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    // an array of numbers would take seconds to get there
    [name, Buffer.from(bytes).toString('base64')] as const,
  );
}

/** The neurons that fire in each of the first steps of a run in Node. */
export async function offlineSpikes(source: Observable<Step>, count: number): Promise<number[][]> {
  const neurons = ({ output }: Step) =>
    [...output.data.entries()].filter(([, x]) => x !== 0).map(([neuron]) => neuron);
  return lastValueFrom(source.pipe(take(count), map(neurons), toArray()));
}
