import type { Page } from 'playwright-core';
import { flatten, input, Linear, leaky, li, linear, network, readSafetensors, writeNir } from 'rxsnn';
import type { Live } from './model/live.js';
import { served } from './served.js';
import { drawSeven } from './seven.js';

/**
 * Takes the pictures of the page for the docs, while it runs at its own speed: `npx tsx demos/live/pictures.ts` writes
 * docs/pictures/live.png, of a digit that is drawn, and live-network.png, of a network from a file. A page that is too slow,
 * or answers something else, is an error.
 */
declare const live: Live;

/** Steps after the digit is there; the rasters show what came before, too. */
const STEPS = 130;

const { url, browser, close } = await served();
try {
  await take('live', '7', async (page) => {
    await page.evaluate(() => live.watch({ layer: 2, neuron: 7 }));
    for await (const _ of drawSeven(page)) await page.waitForTimeout(40);
  });
  await take('live-network', '3', async (page) => {
    const file = { name: 'digits.nir', mimeType: '', buffer: Buffer.from(await trained()) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.waitForFunction(() => live.plan.value.network === 'digits.nir' && live.t > 100);
    await page.keyboard.press('3');
  });
} finally {
  await close();
}

async function take(name: string, answer: string, prepare: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  await page.goto(url);
  await page.waitForFunction(() => live.ready.value && live.t > 100);
  await prepare(page);
  await page.evaluate(() => live.neuron.next({ layer: 1, neuron: 531 }));
  const end = STEPS + (await page.evaluate(() => live.t));
  await page.waitForFunction((end) => live.t > end, end);
  await page.waitForFunction(
    (answer) =>
      document.querySelector('.says strong')!.textContent === answer && live.meter.value!.stepsPerSecond > 95,
    answer,
  );
  const path = `docs/pictures/${name}.png`;
  await page.screenshot({ path });
  await page.close();
  console.log(path);
}

/** The network of the tutorial as a NIR file, with images as its inputs and a readout that does not spike. */
async function trained(): Promise<Uint8Array> {
  const weights = await readSafetensors('demos/tutorial/mnist-784-1000-10.safetensors');
  const layer = (name: string) => linear(new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]));
  const net = network({
    nodes: {
      input: input([1, 28, 28]),
      flat: flatten(),
      fc1: layer('fc1'),
      hidden: leaky({ beta: 0.95 }),
      fc2: layer('fc2'),
      readout: li({ tau: 0.2, dt: 0.01 }),
    },
    edges: [['input', 'flat', 'fc1', 'hidden', 'fc2', 'readout', 'output']],
  });
  return writeNir(net, { dt: 0.01 });
}
