import { afterEach, expect, it, jest } from '@jest/globals';
import { Report } from '../../../demos/tutorial/report.js';

const tty = process.stderr.isTTY;
afterEach(() => {
  jest.restoreAllMocks();
  process.stderr.isTTY = tty;
});

/** What a bar of 10000 units writes to a terminal, before it is stopped and in all. */
function drawn(TERM: string) {
  process.stderr.isTTY = true;
  jest.replaceProperty(process, 'env', { ...process.env, TERM });
  let [written, now] = ['', 0];
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  const bar = new Report('out').progress('reading digits', 10_000);
  bar.step(10);
  expect(written).toBe('');
  now = 1500;
  bar.step(2500);
  const before = written;
  bar.stop();
  return { before, all: written };
}

it('draws a bar within 60 columns', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what moves the cursor is control characters
  const line = drawn('xterm').before.replace(/\x1b(\[\d*[A-Z]|\d)/g, '');
  expect(line).toMatch(/^ {2}reading digits █+░+ 25 % {2}2500\/10000$/);
  expect(line.length).toBeLessThanOrEqual(60);
});

it('leaves the modes of the terminal alone while it draws: after Ctrl-C there is nothing to undo', () => {
  const { all } = drawn('xterm');
  expect(all).not.toContain('\x1b[?');
  expect(all.endsWith('\x1b[2K')).toBe(true);
});

it('draws none on a terminal that cannot move its cursor', () => {
  expect(drawn('dumb').all).toBe('');
});
