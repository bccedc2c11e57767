import type { Page } from 'playwright-core';
import type { Live } from '../model/live.js';
import type { Plan } from '../model/protocol.js';
import { type Counts, countsOf, framesDuring, settled } from './tally.js';

declare const live: Live;

/** What one round of everything gave. */
export interface Cycle {
  /** Frames and steps a second at full speed, while somebody draws and changes settings. */
  readonly frames: number;
  readonly stepsPerSecond: number;
  readonly steps: number;
  readonly missing: number;
  /** Where page and tally differ, in words. */
  readonly wrong: readonly string[];
}

/** Devices that come too late at 50 times real time; graphics are computed in software here. */
const LATE = ['webasm', 'webgl2', 'cpu'] as const;

/** Milliseconds in which a device is tried: gpu.js is fetched, and a network compiled for a step. */
const TRIED = 1000;

const SEVEN = [
  [0.25, 0.2],
  [0.75, 0.22],
  [0.45, 0.85],
] as const;

/** One round: full speed on `events` while drawing, back in time and a fork, then devices that are late. */
export async function cycle(page: Page, round: number, seconds: number): Promise<Cycle> {
  const counted: [string, Counts, Counts][] = [];
  const settle = async (name: string) => {
    const shown = await settled(page);
    counted.push([name, await countsOf(page), shown]);
  };
  await plan(page, { device: 'events', block: 1, onLate: 'wait' });
  await page.evaluate(() => live.setSpeed(Number.POSITIVE_INFINITY));
  await page.evaluate(() => live.play(true));
  const before = (await countsOf(page)).steps;
  const start = performance.now();
  const frames = await framesDuring(page, async () => {
    while (performance.now() - start < 500 * seconds) {
      await draw(page, round);
      await change(page, round);
    }
  });
  const stepsPerSecond = (1000 * ((await countsOf(page)).steps - before)) / (performance.now() - start);
  await back(page, round);
  await page.waitForTimeout(100 * seconds);
  await settle('events, wait');

  const device = LATE[round % LATE.length]!;
  const onLate = round % 4 < 2 ? 'drop' : 'coalesce';
  await plan(page, { device, onLate });
  await page.evaluate(() => live.setSpeed(50));
  await page.evaluate(() => live.play(true));
  await draw(page, round + 1);
  await page.waitForTimeout(300 * seconds);
  await settle(`${device}, ${onLate}`);

  return {
    frames,
    stepsPerSecond,
    steps: counted.reduce((sum, [, { steps }]) => sum + steps, 0),
    missing: counted.reduce((sum, [, { missing }]) => sum + missing, 0),
    wrong: counted.flatMap(([name, own, shown]) =>
      own.steps === shown.steps && own.missing === shown.missing
        ? []
        : `round ${round + 1}, ${name}: the page says ${words(shown)}, counted were ${words(own)}`,
    ),
  };
}

const words = ({ steps, missing }: Counts) => `${steps} steps and ${missing} dropped or coalesced`;

/** Another run, once the one before stands still. That one would go on while the device of the other is tried. */
async function plan(page: Page, change: Partial<Plan>): Promise<void> {
  await settled(page);
  await page.evaluate((change) => live.choose(change), change);
  await page.waitForTimeout(TRIED);
}

/** A seven with the mouse, somewhere, after what was there is gone. */
async function draw(page: Page, round: number): Promise<void> {
  const pad = (await page.locator('#pad').boundingBox())!;
  const size = 0.4 + 0.1 * (round % 6);
  const at = ([x, y]: readonly [number, number]) =>
    [pad.x + pad.width * size * x, pad.y + pad.height * (1 - size + size * y)] as const;
  await page.keyboard.press('Delete');
  await page.mouse.move(...at(SEVEN[0]));
  await page.mouse.down();
  for (const point of SEVEN.slice(1)) await page.mouse.move(...at(point), { steps: 12 });
  await page.mouse.up();
}

/** A slider, a neuron, the theme, an example. */
async function change(page: Page, round: number): Promise<void> {
  await page.locator('input[name=beta]').fill(String(0.9 + 0.01 * (round % 8)));
  await page.locator('input[name=threshold]').fill(String(0.8 + 0.05 * (round % 9)));
  await page.locator('.hidden canvas').click({ position: { x: 200, y: 20 + 7 * (round % 18) } });
  await page.locator('button[aria-label="Dark or light"]').click();
  await page.keyboard.press(String(round % 10));
}

/** Some steps back, and a fork there every other time. */
async function back(page: Page, round: number): Promise<void> {
  await page.evaluate(() => live.play(false));
  await page.waitForTimeout(200);
  await page.evaluate(() => live.scrub(Math.max(0, live.t - 500)));
  if (round % 2 === 0) await page.locator('button:text("Fork")').click();
  else await page.evaluate(() => live.play(true));
}
