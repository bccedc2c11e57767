import { SingleBar } from 'cli-progress';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import type { Page } from 'playwright-core';
import type { Live } from '../model/live.js';
import { served } from '../served.js';
import { type Cycle, cycle } from './cycle.js';
import { growth, leaks, type Memory, median, megabytes, memoryMeter } from './memory.js';
import { addTally } from './tally.js';

declare const live: Live;

/** Seconds of work in one round of everything, and how many rounds there are at least. */
const SECONDS = 14;
const LEAST = 4;

const { minutes } = new Command('npm run soak --')
  .description(
    'Builds the live page and works it in a browser for a while: full speed, drawing, settings, devices, ' +
      'back in time. Tells frames, memory and counts; exits with 1 where memory grows beyond noise or a count is not exact.',
  )
  .option(
    '--minutes <number>',
    'how long; one round of everything takes 20 seconds, and there are at least four',
    minutesOf,
    10,
  )
  .parse()
  .opts<{ minutes: number }>();

const { url, browser, close } = await served();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await addTally(page);
  const opened = await open(page);
  const measure = await memoryMeter(page);
  const cycles: Cycle[] = [];
  const memory: Memory[] = [];
  // the terminal keeps its wrapping, so that Ctrl-C leaves nothing to undo
  const bar = new SingleBar({ format: 'soak {bar} {value}/{total} s, {rounds} rounds', linewrap: true });
  const start = performance.now();
  const elapsed = () => Math.round((performance.now() - start) / 1000);
  bar.start(60 * minutes, 0, { rounds: 0 });
  for (let round = 0; round < LEAST || elapsed() < 60 * minutes; round++) {
    cycles.push(await cycle(page, round, SECONDS));
    memory.push(await measure());
    bar.update(Math.min(60 * minutes, elapsed()), { rounds: round + 1 });
  }
  bar.stop();
  report(opened, cycles, memory);
  const wrong = [...errors, ...cycles.flatMap(({ wrong }) => wrong), ...leaks(memory)];
  console.log(wrong.length > 0 ? wrong.join('\n') : 'Every count exact, no memory lost.');
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  await close();
}

/** Milliseconds until something can be drawn on the pad, and until a step is on the screen. */
async function open(page: Page): Promise<{ pad: number; step: number }> {
  await page.goto(url, { waitUntil: 'commit' });
  const now = () => page.evaluate(() => performance.now());
  await page.waitForSelector('#pad');
  const pad = await now();
  await page.waitForFunction(() => live.ready.value && live.t > 0);
  return { pad, step: await now() };
}

function report(
  opened: { pad: number; step: number },
  cycles: readonly Cycle[],
  memory: readonly Memory[],
): void {
  const table = new Table({
    head: ['', 'first', 'median', 'worst', 'last'],
    style: { head: [], border: [] },
  });
  const row = (name: string, values: readonly number[], worst: number, show: (value: number) => string) =>
    table.push([name, ...[values[0]!, median(values), worst, values.at(-1)!].map(show)]);
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  const frames = cycles.map(({ frames }) => frames);
  const steps = cycles.map(({ stepsPerSecond }) => stepsPerSecond);
  row('frames/s at full speed', frames, Math.min(...frames), (value) => value.toFixed(1));
  row('steps/s at full speed', steps, Math.min(...steps), whole);
  const heaps = memory.map(({ heap }) => heap);
  row('JavaScript heap', heaps, Math.max(...heaps), megabytes);
  const residents = memory.flatMap(({ resident }) => resident ?? []);
  if (residents.length > 0) row('resident memory', residents, Math.max(...residents), megabytes);
  console.log(table.toString());
  const sum = (of: (cycle: Cycle) => number) => whole(cycles.reduce((sum, cycle) => sum + of(cycle), 0));
  console.log(`${sum(({ steps }) => steps)} steps, ${sum(({ missing }) => missing)} dropped or coalesced`);
  console.log(
    `heap ${signed(growth(memory, 'heap'))}, resident ${signed(growth(memory, 'resident'))} from first to last third`,
  );
  console.log(`pad there after ${whole(opened.pad)} ms, first step drawn after ${whole(opened.step)} ms`);
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '-' : '+'}${megabytes(Math.abs(bytes))}`;
}

function minutesOf(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 10_000) return number;
  throw new InvalidArgumentError('minutes are a number above 0.');
}
