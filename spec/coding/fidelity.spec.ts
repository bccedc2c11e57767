import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, type Observable, type OperatorFunction } from 'rxjs';
import {
  accuracyRate,
  accuracyTemporal,
  delta,
  type Graded,
  latency,
  latencyCode,
  latencyInterpolate,
  rateInterpolate,
  record,
  type Step,
  spikes,
  targetRateCode,
  targetsConvert,
  targetsLatency,
  targetsRate,
  toOneHot,
} from 'rxsnn';
import { decodeCase } from '../helpers/decode.js';
import { folder, type Reference, type ReferenceCase, readJson, reference } from '../helpers/reference.js';

// biome-ignore lint/suspicious/noExplicitAny: the options are those of the case's model
type Options = any;
type Numbers = { readonly shape?: readonly number[]; readonly data: ArrayLike<number> };

const recorded = async (spk$: Observable<Step>) => ({ spk: (await lastValueFrom(spk$.pipe(record()))).spk });

/** What our function of a model makes of a case, by the names of its outputs. */
const ours: Record<string, (input: Record<string, Reference>, options: Options) => unknown> = {
  latency: ({ data }, options) => recorded(latency(data!, options)),
  delta: ({ data }, options) => recorded(delta(data!, options)),
  latencyCode: ({ data }, options) => latencyCode(data!, options),
  latencyInterpolate: ({ times }, options) => ({ targets: latencyInterpolate(times!, options) }),
  rateInterpolate: ({ times }, options) => ({ targets: rateInterpolate(times!, options) }),
  targetRateCode: (_, options) => targetRateCode(options),
  targetsRate: ({ targets }, options) => ({ targets: targetsRate(targets!, options) }),
  targetsLatency: ({ targets }, options) => ({ targets: targetsLatency(targets!, options) }),
  targetsConvert: ({ targets }, options) => ({ targets: targetsConvert(targets!, heeded(options)) }),
  async accuracy({ spk, targets }, options) {
    const rate = await lastValueFrom(spikes(spk!).pipe(accuracyRate(targets!, options)));
    const temporal = await lastValueFrom(spikes(spk!).pipe(accuracyTemporal(targets!)));
    return { rate: { data: [rate.accuracy] }, temporal: { data: [temporal.accuracy] } };
  },
};

describe('encoders, targets and accuracies are snnTorch’s', () => {
  const names = readdirSync(folder).flatMap((file) => file.match(/^((latency|delta)-\d)\.json$/)?.[1] ?? []);

  it('has all the cases', () => expect(names).toHaveLength(10));

  it.each(names)('%s', async (name) => {
    const { model, input, options, output } = reference(name);
    const [steps = 0, ...step] = output.spk!.shape;
    // a step without a batch is a batch of one
    const shape = [steps, ...(step.length === 1 ? [1, ...step] : step)];
    const found = await ours[model]!(input, spelled(options));
    expect(found).toEqual({ spk: { shape, data: output.spk!.data } });
  });

  it.each(['targets-convert-1', 'targets-convert-3'])('%s', (name) => {
    const { input, options, output } = reference(name);
    expect(plain(targetsConvert(input.targets!, spelled(options)))).toEqual(output.spk);
  });

  it('targets-one-hot', () => {
    const { input, options, output } = reference('targets-one-hot');
    expect(plain(toOneHot(input.targets!, options.num_classes))).toEqual(output.oneHot);
  });

  it('accuracy', async () => {
    const { input, output } = readJson('accuracy') as { output: Record<string, number>; input: never };
    const { spk, targets } = decodeCase({ input, output: {} }).input;
    const run = (sink: OperatorFunction<Step, Graded>) => lastValueFrom(spikes(spk!).pipe(sink));
    expect((await run(accuracyRate(targets!))).accuracy).toBe(output.rate);
    expect((await run(accuracyTemporal(targets!))).accuracy).toBe(output.temporal);
  });
});

describe('encoders, targets and accuracies with random options', () => {
  const { cases } = readJson('encoding-sweep') as { cases: (ReferenceCase & { error?: boolean })[] };
  const models = [...new Set(cases.map(({ model }) => model))];

  it('has cases of all models', () => expect(models.map(camelCase).sort()).toEqual(Object.keys(ours).sort()));

  it.each(models)('%s', async (model) => {
    for (const packed of cases) {
      if (packed.model !== model) continue;
      const { input, options, output } = decodeCase({ ...packed, output: packed.output ?? {} });
      const run = async () => ours[camelCase(model)]!(input, spelled(options));
      if (packed.error) {
        await expect(run()).rejects.toThrow(/^\w+: /);
        continue;
      }
      const found = (await run()) as Record<string, Numbers>;
      for (const [name, wanted] of Object.entries(output)) expectSame(name, found[name]!, wanted, options);
    }
  });
});

function expectSame(name: string, found: Numbers, wanted: Reference, options: Options): void {
  const numbers = Float32Array.from(found.data);
  // the logarithm of a spike time is rounded to nearest here, in PyTorch to a neighbour at times
  if (name === 'times' && !options.linear) {
    const worst = numbers.reduce((most, x, i) => Math.max(most, Math.abs(x / wanted.data[i]! - 1) || 0), 0);
    expect(worst).toBeLessThan(3e-7);
    return;
  }
  expect({ options, data: numbers.map((x) => x + 0) }).toEqual({
    options,
    data: wanted.data.map((x) => x + 0),
  });
}

/** The options but for those that snnTorch's targets_convert takes and does not heed, which we refuse. */
function heeded(options: Options): Options {
  if (options.code !== 'latency') return options;
  const { onTarget: _on, offTarget: _off, interpolate: _ramps, epsilon: _above, ...own } = options;
  return own;
}

/** Options in our spelling: num_steps is steps, correct_rate correctRate. */
function spelled(options: Record<string, unknown>): Options {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name === 'num_steps' ? 'steps' : camelCase(name), value]),
  );
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function plain({ shape, data }: Reference | ReturnType<typeof toOneHot>) {
  return { shape: [...shape], data };
}
