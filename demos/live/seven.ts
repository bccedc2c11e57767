import type { Page } from 'playwright-core';

/** Draws a seven on the pad with the mouse, and yields after each move of it. */
export async function* drawSeven(page: Page): AsyncGenerator<void> {
  const pad = (await page.locator('#pad').boundingBox())!;
  const move = (x: number, y: number) => page.mouse.move(pad.x + x * pad.width, pad.y + y * pad.height);
  await move(0.24, 0.24);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) yield move(0.24 + 0.06 * i, 0.24);
  for (let i = 1; i <= 10; i++) yield move(0.72 - 0.03 * i, 0.24 + 0.06 * i);
  await page.mouse.up();
}
