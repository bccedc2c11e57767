import { type Image, loadImage } from 'canvas';
import type { Page } from 'playwright-core';
import { from, lastValueFrom, map } from 'rxjs';
import { type Frame, video } from 'rxsnn';
import type { Live } from './model/live.js';
import { served } from './served.js';
import { drawSeven } from './seven.js';

/** Films the page for the docs: `npx tsx demos/live/film.ts` writes docs/pictures/live.mp4. */
declare const live: Live;

/** Steps of the network a picture; the film runs at a quarter of real time. */
const STEPS = 2;
const FPS = 12;
const [WIDTH, HEIGHT] = [1280, 800];

const { url, browser, close } = await served();
const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
await page.goto(url);
await page.waitForFunction(() => live.ready.value && live.t > 100);
await page.evaluate(() => {
  live.play(false);
  live.watch({ layer: 2, neuron: 7 });
});

const shots: Image[] = [];
await rest(page, 4);
for await (const _ of drawSeven(page)) await shoot(page);
await rest(page, 50);
await page.locator('.hidden canvas').hover({ position: { x: 500, y: 90 } });
await rest(page, 20);
await close();

const frames = from(shots).pipe(
  map(
    (image): Frame => ({
      width: WIDTH,
      height: HEIGHT,
      draw: (context) => (context as unknown as CanvasRenderingContext2D).drawImage(image as never, 0, 0),
    }),
  ),
);
console.log(await lastValueFrom(frames.pipe(video('docs/pictures/live.mp4', { fps: FPS }))));

async function rest(page: Page, pictures: number): Promise<void> {
  for (let i = 0; i < pictures; i++) await shoot(page);
}

async function shoot(page: Page): Promise<void> {
  await page.evaluate(async (steps) => {
    const end = live.t + steps;
    for (let i = 0; i < steps; i++) live.step();
    while (live.t < end) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  }, STEPS);
  shots.push(await loadImage(await page.screenshot()));
}
