import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { current, record, to } from 'rxsnn';
import { exact, running } from '../helpers/modes.js';
import { layerOf, signalOf } from '../helpers/neurons.js';
import { folder, reference } from '../helpers/reference.js';

const names = readdirSync(folder).flatMap(
  (file) => file.match(/^((lapicque|synaptic|alpha|rleaky|rsynaptic|slstm).*)\.json$/)?.[1] ?? [],
);

/** What the real snnTorch computed, on every device that runs here. */
describe.each(running)('snnTorch’s neurons on %s', (device) => {
  it('have all their cases', () => expect(names).toHaveLength(19));

  it.each(names)('%s: spikes identical, the rest to the bit where float32 is', async (name) => {
    const given = reference(name);
    const { model, input, output } = given;
    const layer = layerOf(given);
    const rec = await lastValueFrom(current((input.cur ?? input.x)!).pipe(to(device), layer, record()));
    for (const [signal, wanted] of Object.entries(output)) {
      const found = rec[signalOf(signal)]!;
      expect(found.shape).toEqual(wanted.shape);
      // exp and tanh are not torch's to the bit
      const same = signal === 'spk' || (exact.includes(device) && model !== 'slstm');
      if (same) expect(found.data).toEqual(wanted.data);
      else expectClose(found.data, wanted.data, model === 'slstm' ? 1e-5 : 1e-6);
    }
  });
});

function expectClose(found: Float32Array, wanted: Float32Array, tolerance: number): void {
  const worst = found.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}
