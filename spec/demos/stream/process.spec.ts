import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { codeBlocks, runBlocks } from '../../helpers/examples.js';
import { streams } from '../../helpers/streamClient.js';

const { start, end } = streams();
afterEach(end);

/** The demo as a user starts it, in a process of its own. */
function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demos/stream/main.ts', ...args]);
  return { child, result: resultOf(child) };
}

async function resultOf(child: ChildProcess) {
  let [out, err] = ['', ''];
  child.stdout!.on('data', (text) => (out += text));
  child.stderr!.on('data', (text) => (err += text));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('npm run stream', () => {
  it('tells its flags', async () => {
    const { code, out } = await run('--help').result;
    expect(code).toBe(0);
    expect(out).toContain('Usage: npm run stream -- [options]');
    for (const flag of ['--input <name>', '--hz <x>', '--host <name>', '--origins <urls...>'])
      expect(out).toContain(flag);
    expect(out).not.toContain('[]');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }, 60_000);

  it('tells its speed from the first second on', async () => {
    const { child, result } = run('--input', 'sine', '--network', '2-8-2', '--port', '0');
    await once(child.stdout!, 'data');
    const [line] = await once(child.stdout!, 'data');
    child.kill('SIGINT');
    await result;
    expect(String(line)).toMatch(/^\d+ steps {2}(?!0\.0)\d+\.\d steps\/s {2}/);
  }, 60_000);

  it('refuses a network that is too large, by the name of the flag', async () => {
    const { code, out, err } = await run('--network', '100000-100000').result;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: option '--network <name>' argument '100000-100000' is invalid\./);
    expect(err).toContain('Needs at most 500,000,000 weights, got 10,000,000,000.');
  }, 60_000);

  it('ends with its input, when every frame has passed', async () => {
    const { child, result } = run('--network', '2-8-2', '--port', '0', '--hz', 'Infinity');
    child.stdin!.end(`${'0.5 1\n'.repeat(500)}wrong\n${'1,0\n'.repeat(500)}`);
    const { code, out, err } = await result;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^stdin -> rateConv -> 2-8-2 -> ws:\/\/127\.0\.0\.1:\d+\/events\n/);
    expect(out.trim().split('\n').at(-1)).toMatch(
      /^1000 steps .* refused 1 \(frame has 1 numbers, the network takes 2\) /,
    );
    // without a terminal there is nothing but text
    expect(out).toMatch(/^[\x20-\x7e\n]+$/);
  }, 60_000);

  it('ends well when it is interrupted', async () => {
    const { child, result } = run('--input', 'sine', '--network', '2-8-2', '--port', '0');
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    const { code, err } = await result;
    expect({ code, err }).toEqual({ code: 0, err: '' });
  }, 60_000);

  it('fails with one line', async () => {
    const { stream } = await start('--network', '2-4');
    const { code, out, err } = await run('--network', '2-4', '--port', String(stream.port)).result;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^stream: listen EADDRINUSE.*\n$/);
  }, 60_000);

  it('has a client in its documentation that reads the digits', async () => {
    const { stream } = await start('--input', 'digits', '--hz', '200');
    const [client] = codeBlocks('docs/stream.md');
    await runBlocks([client!.replace('8765', String(stream.port))], ([printed]) => {
      expect(printed).toHaveLength(3);
      for (const line of printed!) expect(line).toMatch(/^step \d+: a \d$/);
    });
  }, 60_000);
});
