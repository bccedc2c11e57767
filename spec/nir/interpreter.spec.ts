import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom } from 'rxjs';
import {
  block,
  current,
  type DeviceName,
  type LayerOperator,
  network,
  rand,
  readNir,
  record,
  to,
  writeNir,
} from 'rxsnn';
import { exact } from '../helpers/modes.js';
import { type NirCase, nirGraphs } from '../helpers/nirGraphs.js';

const STEPS = 24;
const BATCH = 2;

describe('random NIR networks', () => {
  it('are computed as written down a second time, in a file or not', async () => {
    await fc.assert(
      fc.asyncProperty(nirGraphs(), fc.nat(), fc.constantFrom(1, 20), async (given, seed, size) => {
        const data = inputOf(given, seed);
        const wanted = interpreted(given, data);
        const read = await readNir(writeNir(given.graph));
        for (const graph of [given.graph, read])
          await agrees({ ...given, graph }, data, wanted, 'events', size);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('are the same on every exact device', async () => {
    await fc.assert(
      fc.asyncProperty(nirGraphs(), fc.nat(), async (given, seed) => {
        const data = inputOf(given, seed);
        const wanted = interpreted(given, data);
        for (const device of exact) await agrees(given, data, wanted, device, 20);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});

function inputOf({ shape }: NirCase, seed: number): Float32Array {
  return rand([STEPS, BATCH, ...shape], { seed }).data.map((u) => Math.round(u * 24 - 8) / 8);
}

async function agrees(
  { graph, semantics, shape }: NirCase,
  data: Float32Array,
  wanted: Readonly<Record<string, Float32Array>>,
  device: DeviceName,
  size: number,
): Promise<void> {
  const steps$ = current({ shape: [STEPS, BATCH, ...shape], data }).pipe(block(size), to(device));
  const net = network(graph, { semantics }) as unknown as LayerOperator;
  const rec = await lastValueFrom(steps$.pipe(net, record<string>()));
  for (const [name, numbers] of Object.entries(wanted)) {
    const { spk, cur, mem } = rec[name]!;
    expect({ name, data: (spk ?? cur ?? mem)!.data }).toEqual({ name, data: numbers });
  }
}

/** Outputs of all nodes but the input, the steps one after the other. */
function interpreted({ start, shape }: NirCase, data: Float32Array): Record<string, Float32Array> {
  const size = shape.reduce((a, b) => a * b, 1);
  const samples = Array.from({ length: BATCH }, start);
  const rows: Record<string, Float32Array>[] = [];
  for (let row = 0; row < STEPS * BATCH; row += 1) {
    rows.push(samples[row % BATCH]!(data.subarray(row * size, (row + 1) * size)));
  }
  const names = Object.keys(rows[0]!).filter((name) => name !== 'input');
  return Object.fromEntries(
    names.map((name) => [name, Float32Array.from(rows.flatMap((row) => [...row[name]!]))]),
  );
}
