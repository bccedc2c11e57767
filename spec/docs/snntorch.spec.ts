import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as library from 'rxsnn';
import { announced, codeBlocks, runBlocks } from '../helpers/examples.js';

const page = 'docs/snntorch.md';
const text = readFileSync(page, 'utf8');

/** What snnTorch 0.9.4 exports for users, by module. */
const THEIRS = {
  spikegen: [
    'rate',
    'rate_conv',
    'latency',
    'latency_code',
    'latency_code_log',
    'latency_code_linear',
    'latency_interpolate',
    'delta',
    'targets_convert',
    'targets_rate',
    'targets_latency',
    'target_rate_code',
    'rate_interpolate',
    'to_one_hot',
    'from_one_hot',
    'to_one_hot_inverse',
  ],
  spikeplot: ['raster', 'animator', 'spike_count', 'traces'],
  functional: ['accuracy_rate', 'accuracy_temporal'],
  snntorch: ['Leaky', 'Lapicque', 'Synaptic', 'Alpha', 'RLeaky', 'RSynaptic', 'SLSTM'],
};

describe(page, () => {
  it('has a block that runs and prints what stands behind it', async () => {
    const blocks = codeBlocks(page);
    await runBlocks(blocks, (printed) => {
      for (const [i, block] of blocks.entries()) expect(printed[i]).toEqual(announced(block));
    });
  }, 60_000);

  it('has every name of snnTorch’s spikegen, spikeplot, accuracies and neurons', () => {
    for (const name of Object.values(THEIRS).flat()) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('names only what there is here', () => {
    const rows = text.match(/^\| .*\|$/gm)!.filter((row) => !/---/.test(row));
    const names = rows.flatMap((row) => row.split(' | ')[1]?.match(/(?<=`|\.pipe\()\w+(?=\()/g) ?? []);
    expect(new Set(names).size).toBeGreaterThan(30);
    for (const name of names.filter((name) => name !== 'take' && name !== 'pipe'))
      expect(library).toHaveProperty(name);
  });
});
