import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, of } from 'rxjs';
import { animator, current, type LeakyOptions, leaky, rand, record, to } from 'rxsnn';
import { RESET_MECHANISMS } from '../../src/layers/firing.js';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const run = async (values: number[], options: LeakyOptions) =>
  lastValueFrom(current(values).pipe(leaky(options), record()));

describe('leaky', () => {
  keepsTheStreamContract(() => leaky({ beta: 0.5 }));

  it('says of a frame of a plot that it takes none', async () => {
    const frames$ = current([1]).pipe(animator({ signal: 'cur' }));
    await expect(lastValueFrom(frames$.pipe(leaky({ beta: 0.5 }) as never))).rejects.toThrow(
      new TypeError('leaky: takes steps or numbers, got a frame of a plot'),
    );
  });

  it('resets by subtraction in the step after a spike', async () => {
    const { spk, mem } = await run([1.5, 0, 0], { beta: 0.5 });
    expect([...spk.data]).toEqual([1, 0, 0]);
    expect([...mem.data]).toEqual([1.5, -0.25, -0.125]);
  });

  it('resets to zero', async () => {
    expect([...(await run([1.5, 0.25, 0], { beta: 0.5, resetMechanism: 'zero' })).mem.data]).toEqual([
      1.5, 0.25, 0.125,
    ]);
  });

  it('does not reset where asked not to', async () => {
    const { spk, mem } = await run([3, 0, 0], { beta: 0.5, resetMechanism: 'none' });
    expect([...mem.data]).toEqual([3, 1.5, 0.75]);
    expect([...spk.data]).toEqual([1, 1, 0]);
  });

  it('resets in the same step without resetDelay', async () => {
    expect([...(await run([1.5, 0], { beta: 0.5, resetDelay: false })).mem.data]).toEqual([0.5, 0.25]);
    const zero = await run([1.5, 0], { beta: 0.5, resetDelay: false, resetMechanism: 'zero' });
    expect([...zero.mem.data]).toEqual([0, 0]);
  });

  it('fires strictly above the threshold', async () => {
    expect([...(await run([1, 0.75], { beta: 0.5 })).spk.data]).toEqual([0, 1]);
  });

  it('starts from a given membrane: a number, one a neuron, or one each', async () => {
    const start = async (mem: LeakyOptions['mem'] & {}) => [
      ...(
        await lastValueFrom(
          of([
            [0, 0],
            [0, 0],
          ]).pipe(leaky({ beta: 0.5, mem }), record()),
        )
      ).mem.data,
    ];
    expect(await start(0.5)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(await start([0.5, 1])).toEqual([0.25, 0.5, 0.25, 0.5]);
    expect(
      await start([
        [0.5, 1],
        [0, 0.25],
      ]),
    ).toEqual([0.25, 0.5, 0, 0.125]);
  });

  it('lets only the first of the highest fire under inhibition', async () => {
    const rec = await lastValueFrom(
      of([
        [2, 3, 3],
        [0.5, 0.5, 0.25],
      ]).pipe(leaky({ beta: 0.5, inhibition: true }), record()),
    );
    expect([...rec.spk.data]).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it('keeps the input current beside its own signals', async () => {
    const { cur } = await lastValueFrom(current([0.25]).pipe(leaky({ beta: 0.5 })));
    expect([...cur!.data]).toEqual([0.25]);
  });

  it('equals its equations in float32, whatever the options', async () => {
    const options = fc.record({
      beta: fc.oneof(fc.float({ min: 0, max: 1, noNaN: true }), fc.constant<number[]>([0.1, 0.5, 0.99])),
      threshold: fc.oneof(
        fc.float({ min: Math.fround(0.1), max: 2, noNaN: true }),
        fc.constant<number[]>([0.5, 1, 1.5]),
      ),
      resetMechanism: fc.constantFrom(...RESET_MECHANISMS),
      resetDelay: fc.boolean(),
      gradedSpikesFactor: fc.constantFrom(1, 2.5),
    });
    await fc.assert(
      fc.asyncProperty(options, fc.nat(), async (options, seed) => {
        const cur = rand([12, 2, 3], { seed }).data.map((x) => x * 1.5);
        const wanted = reference(cur, options);
        for (const device of exact) {
          const source = current({ shape: [12, 2, 3], data: cur });
          const rec = await lastValueFrom(source.pipe(to(device), leaky(options), record()));
          expect({ spk: rec.spk.data, mem: rec.mem.data }).toEqual(wanted);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('names the rule that an option breaks', () => {
    expect(() => leaky({} as never)).toThrow(
      'leaky: beta must be given, a number from 0 to 1 or one a neuron',
    );
    expect(() => leaky({ beta: 1.5 })).toThrow('leaky: beta must be a number from 0 to 1, got 1.5');
    expect(() => leaky({ beta: [0.5, -1] })).toThrow(RangeError);
    expect(() => leaky({ beta: 0.5, threshold: Number.POSITIVE_INFINITY })).toThrow(
      'leaky: threshold must be finite, got Infinity',
    );
    expect(() => leaky({ beta: 0.5, resetMechanism: 'off' as never })).toThrow(
      "leaky: resetMechanism must be one of 'subtract', 'zero', 'none', got 'off'",
    );
    expect(() => leaky({ beta: 0.5, gradedSpikesFactor: 0 })).toThrow(
      'leaky: gradedSpikesFactor must not be 0',
    );
  });

  it('says both sizes where a parameter or the membrane does not fit the layer', async () => {
    const three = () => of([1, 2, 3]);
    await expect(lastValueFrom(three().pipe(leaky({ beta: [0.5, 0.5] })))).rejects.toThrow(
      'leaky: beta has 2 values, the layer has 3 neurons',
    );
    await expect(lastValueFrom(three().pipe(leaky({ beta: 0.5, mem: [1, 2] })))).rejects.toThrow(
      'leaky: initial mem has shape [2], the layer [1, 3]',
    );
  });
});

interface Options {
  readonly beta: number | number[];
  readonly threshold: number | number[];
  readonly resetMechanism: 'subtract' | 'zero' | 'none';
  readonly resetDelay: boolean;
  readonly gradedSpikesFactor: number;
}

/** snnTorch's order of operations for 12 steps of 2 samples of 3 neurons, each rounded to float32. */
function reference(cur: Float32Array, options: Options): { spk: Float32Array; mem: Float32Array } {
  const f = Math.fround;
  const of3 = (value: number | number[], n: number) => f(typeof value === 'number' ? value : value[n]!);
  const [spk, mem] = [new Float32Array(72), new Float32Array(72)];
  for (let i = 0; i < 72; i++) {
    const [beta, threshold] = [of3(options.beta, i % 3), of3(options.threshold, i % 3)];
    const graded = options.gradedSpikesFactor;
    const old = i < 6 ? 0 : mem[i - 6]!;
    const reset = old > threshold ? 1 : 0;
    let u = f(f(beta * (options.resetMechanism === 'zero' ? (1 - reset) * old : old)) + cur[i]!);
    if (options.resetMechanism === 'subtract') u = f(u - f(reset * threshold));
    spk[i] = u > threshold ? graded : 0;
    const again = spk[i]! / graded - reset;
    if (!options.resetDelay && options.resetMechanism === 'subtract') u = f(u - f(again * threshold));
    if (!options.resetDelay && options.resetMechanism === 'zero') u = f(u - f(again * u));
    mem[i] = u;
  }
  return { spk, mem };
}
