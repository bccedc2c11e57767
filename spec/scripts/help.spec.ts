import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

it.each([
  ['check.mjs', 'npm test -- raster'],
  ['setup.mjs', '--gl'],
])(
  'scripts/%s explains itself, and does nothing else',
  async (script, said) => {
    const { stdout } = await promisify(execFile)(process.execPath, [`scripts/${script}`, '--help']);
    expect(stdout).toMatch(/^npm (test|run setup) \[/);
    expect(stdout).toContain(said);
    expect(stdout).not.toMatch(/passed/);
  },
  30_000,
);
