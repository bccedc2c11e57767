import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { chromiumPath } from '../helpers/browser.js';
import { folder } from '../helpers/reference.js';
import type { Outcome } from './page.js';

/** Chromium's own Vulkan driver, which computes in software, stands in for a graphics card. */
const driver = ['/usr/lib/chromium', dirname(chromiumPath ?? '/')]
  .map((path) => join(path, 'vk_swiftshader_icd.json'))
  .find(existsSync);
const cases = readdirSync(folder).flatMap((file) => file.match(/^((tutorial-)?leaky.*)\.json$/)?.[1] ?? []);
const title = driver ? 'webgpu in Node' : 'webgpu in Node (no software Vulkan: apt-get install chromium)';

const node = (drivers: string, names: readonly string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'spec/browser/node.ts', ...names], {
    env: { ...process.env, VK_ICD_FILENAMES: drivers, VK_DRIVER_FILES: drivers },
  });

(driver ? describe : describe.skip)(title, () => {
  let outcomes: Record<string, Outcome>;

  beforeAll(async () => {
    outcomes = JSON.parse((await node(driver!, cases)).stdout);
  }, 60_000);

  it.each(cases)('%s: spikes identical, membranes within 1e-6, all freed', (name) => {
    const { wrongSpikes, membraneError, counts } = outcomes[name]!;
    expect(wrongSpikes).toBe(0);
    expect(membraneError).toBeLessThanOrEqual(1e-6);
    expect(counts).toMatchObject({ kernels: 0, resources: 0 });
  });

  it('runs the tutorial’s network in blocks: one launch a layer and block, one readback a recorded layer', () => {
    const { wrongSpikes, membraneError, counts } = outcomes.network!;
    expect(wrongSpikes).toBe(0);
    expect(membraneError).toBeLessThanOrEqual(1e-6);
    expect(counts).toEqual({ kernels: 0, resources: 0, launches: 4 * 3 + 4, readbacks: 2 * 3 });
  });

  it('says so where there is no adapter', async () => {
    await expect(node('/nowhere.json', ['leaky-01'])).rejects.toThrow(
      "device 'webgpu': navigator.gpu found no adapter",
    );
  }, 60_000);
});
