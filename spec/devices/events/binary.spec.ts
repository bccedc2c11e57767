import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { binary } from '../../../src/devices/events/binary.js';

describe('binary', () => {
  it('is what its sources compile to', () => {
    execFileSync(process.execPath, ['scripts/buildWasm.mjs', '--check'], { stdio: 'pipe' });
  }, 60_000);

  it('is small enough for the main thread of older browsers', () => {
    expect(atob(binary).length).toBeLessThanOrEqual(4096);
  });
});
