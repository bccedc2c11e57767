import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { binary } from '../../../src/devices/events/binary.js';
import { windowBinary } from '../../../src/devices/events/windowBinary.js';

describe('binary', () => {
  it('is what its sources compile to', () => {
    execFileSync(process.execPath, ['scripts/buildWasm.mjs', '--check'], { stdio: 'pipe' });
  }, 60_000);

  it('is small enough for the main thread of older browsers', () => {
    for (const module of [binary, windowBinary]) expect(atob(module).length).toBeLessThanOrEqual(4096);
  });
});
