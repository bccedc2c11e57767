import type { Page } from 'playwright-core';
import type { Live } from '../model/live.js';
import type { Reply, Request } from '../model/protocol.js';

/** What passed between worker and page since the run began, counted where it passes. */
export interface Counts {
  /** Steps that arrived, and those that came too fast to be shown. */
  readonly steps: number;
  /** Steps that were left out or added to others: what is missing in the numbers of the steps. */
  readonly missing: number;
}

declare const tally: {
  readonly counts: Counts;
  frames: number;
  /** Number of the step after the last one that arrived, and of the one that the worker makes next. */
  readonly next: number | undefined;
  readonly due: number | undefined;
};
declare const live: Live;

/** Counts in every page from now on, beside the page's own code: it sees the messages of the worker and nothing else. */
export async function addTally(page: Page): Promise<void> {
  // tsx wraps functions in a helper that a page does not have
  await page.addInitScript('globalThis.__name = (value) => value');
  await page.addInitScript(() => {
    let counts = { steps: 0, missing: 0 };
    let next: number | undefined;
    let due: number | undefined;
    const hear = ({ data }: MessageEvent<Reply>) => {
      if (data.type === 'moment') due = data.moment.t;
      if (data.type !== 'steps') return;
      const { t, unseen } = data.steps;
      counts.steps += t.length + unseen;
      counts.missing -= unseen;
      for (const step of t) {
        // an earlier step is another future, not a gap
        if (next !== undefined && step > next) counts.missing += step - next;
        next = step + 1;
      }
    };
    class CountedWorker extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        this.addEventListener('message', hear);
      }
      override postMessage(request: Request): void {
        // another plan is another run
        if (request.type === 'plan') counts = { steps: 0, missing: 0 };
        if (request.type === 'capture') due = undefined;
        super.postMessage(request);
      }
    }
    const tally = {
      frames: 0,
      get counts() {
        return counts;
      },
      get next() {
        return next;
      },
      get due() {
        return due;
      },
    };
    const frame = () => {
      tally.frames += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { Worker: CountedWorker, tally });
  });
}

export function countsOf(page: Page): Promise<Counts> {
  return page.evaluate(() => tally.counts);
}

/** The counts as the page shows them, once the run stands still, all its steps have arrived, and it has told that. */
export async function settled(page: Page): Promise<Counts> {
  await page.evaluate(() => live.play(false));
  let still = false;
  while (!still) {
    await page.evaluate(() => live.worker.postMessage({ type: 'capture' }));
    const told = page.waitForFunction(() => tally.due !== undefined && tally.next! >= tally.due, undefined, {
      timeout: 120_000,
    });
    await told.catch(async () => {
      const state = await page.evaluate(() => [
        tally.next,
        tally.due,
        live.plan.value.device,
        live.message.value,
      ]);
      throw new Error(
        `soak: the worker tells no moment, [next, due, device, message] is ${JSON.stringify(state)}`,
      );
    });
    // a step that was under way on an asynchronous device is later than the moment
    still = await page.evaluate(() => tally.due === tally.next);
  }
  // a report comes every half second
  await page.waitForTimeout(1200);
  return page.evaluate(() => {
    const meter = document.querySelector<HTMLElement>('.meter')!;
    const titles = [...meter.children].map((each) => (each as HTMLElement).title);
    const [dropped = 0, coalesced = 0] = titles
      .find((title) => /dropped/.test(title))!
      .match(/\d+/g)!
      .map(Number);
    return { steps: Number(meter.dataset.steps), missing: dropped + coalesced };
  });
}

/** Animation frames a second over a while. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<number> {
  const read = () => page.evaluate(() => [tally.frames, performance.now()] as const);
  const [frames, start] = await read();
  await work();
  const [last, end] = await read();
  return (1000 * (last - frames)) / (end - start);
}
