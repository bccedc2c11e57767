import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import {
  alpha,
  current,
  type LayerOperator,
  lapicque,
  record,
  rleaky,
  rsynaptic,
  slstm,
  synaptic,
  to,
} from 'rxsnn';
import { decodeAll, type Packed } from '../helpers/decode.js';
import { exact, running } from '../helpers/modes.js';
import { folder, reference } from '../helpers/reference.js';

// biome-ignore lint/suspicious/noExplicitAny: each takes options of its own
const neurons: Record<string, (options: any) => LayerOperator> = {
  alpha,
  lapicque,
  synaptic,
  rleaky: recurrently(rleaky),
  rsynaptic: recurrently(rsynaptic),
  slstm: ({ params, inputSize: _in, hiddenSize: _out, ...options }) => slstm({ ...params, ...options }),
};

/** Takes the connection as the cases write it. */
function recurrently<Options>(make: (options: Options) => LayerOperator) {
  return ({ recurrentWeight, recurrentBias, ...options }: Options & Record<string, unknown>) =>
    make({
      ...options,
      ...(recurrentWeight ? { recurrent: { weight: recurrentWeight, bias: recurrentBias } } : {}),
    } as Options);
}

const names = readdirSync(folder)
  .map((file) => file.replace('.json', ''))
  .filter((name) => (name.split('-')[0] as string) in neurons);

/** What the real snnTorch computed, on every device that runs here. */
describe.each(running)('snnTorch’s neurons on %s', (device) => {
  it('have all their cases', () => expect(names).toHaveLength(19));

  it.each(names)('%s: spikes identical, membranes and currents to the bit where float32 is', async (name) => {
    const { model, options, input, output } = reference(name);
    const layer = neurons[model]!(decodeOptions(options));
    const rec = await lastValueFrom(current((input.cur ?? input.x)!).pipe(to(device), layer, record()));
    for (const [signal, wanted] of Object.entries(output)) {
      const found = rec[signal.replace(/_(.)/g, (_, letter) => letter.toUpperCase())]!;
      expect(found.shape).toEqual(wanted.shape);
      const same = signal === 'spk' || (exact.includes(device) && model !== 'slstm');
      if (same) expect(found.data).toEqual(wanted.data);
      else expectClose(found.data, wanted.data, model === 'slstm' ? 1e-5 : 1e-6);
    }
  });
});

/** Arrays among the options of a case, one within another too, as tensors. */
function decodeOptions(options: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(options).map(([name, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [name, value];
    if ('f32' in value) return [name, decodeAll({ value: value as Packed }).value];
    return [name, decodeOptions(value as Record<string, unknown>)];
  });
  return Object.fromEntries(entries);
}

function expectClose(found: Float32Array, wanted: Float32Array, tolerance: number): void {
  const worst = found.reduce((most, x, i) => Math.max(most, Math.abs(x - wanted[i]!)), 0);
  expect(worst).toBeLessThanOrEqual(tolerance);
}
