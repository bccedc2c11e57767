import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { block, current, type Pool2dOptions, type Recording, record, type StepOperator, to } from 'rxsnn';
import { inShape } from './inShape.js';
import { exact, running } from './modes.js';
import { keepsTheStreamContract } from './operator.js';
import { generator, outputsOf, pooled, someInputs, windowCases } from './windows.js';

type Pool = (kernel: number | readonly [number, number], options?: Pool2dOptions) => StepOperator;

/** What every pooling layer owes its users. */
export function poolsEveryWindow(name: string, kind: 'sum' | 'average' | 'max', pool: Pool): void {
  keepsTheStreamContract(() => inShape([1, 1, 1, 2], pool([1, 2])));

  it('equals the windows taken one by one in float32, whatever the geometry', async () => {
    const cases = windowCases.filter(({ kernel, before }) =>
      kernel.every((size, i) => kind !== 'max' || before[i]! <= size / 2),
    );
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(0, 0.1, 1), fc.nat(), async (given, density, seed) => {
        const windows = { ...given, dilation: [1, 1] as const };
        const shape = [2, windows.batch, windows.channels, ...windows.input];
        const size = shape.reduce((all, n) => all * n, 1);
        const x = someInputs(size, density, true, generator(seed));
        const wanted = [x.subarray(0, size / 2), x.subarray(size / 2)].flatMap((step) => [
          ...pooled(windows, kind, step),
        ]);
        const layer = pool(windows.kernel, { stride: windows.stride, padding: windows.before });
        for (const device of exact) {
          const { cur } = await recorded(current({ shape, data: x }).pipe(to(device), layer, record()));
          expect(cur.shape).toEqual([2, windows.batch, windows.channels, ...outputsOf(windows)]);
          // a largest of 0 may be either zero
          expect([...cur.data].map((y) => y + 0)).toEqual(wanted.map((y) => y + 0));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('takes windows side by side unless told otherwise, and gives the same in every block', async () => {
    const data = someInputs(25 * 3 * 9 * 10, 0.3, true, generator(7));
    const run = async (size: number, device: (typeof running)[number]) => {
      const input = current({ shape: [25, 1, 3, 9, 10], data });
      const { cur } = await recorded(input.pipe(block(size), to(device), pool([2, 3]), record()));
      // on a graphics device a largest of 0 may be either zero
      return { ...cur, data: exact.includes(device) ? cur.data : cur.data.map((y) => y + 0) };
    };
    const wanted = await run(1, 'events');
    expect(wanted.shape).toEqual([25, 1, 3, 4, 3]);
    const zeros = { ...wanted, data: wanted.data.map((y) => y + 0) };
    for (const device of running)
      for (const size of [1, 7, 20])
        expect(await run(size, device)).toEqual(exact.includes(device) ? wanted : zeros);
  });

  it('names the rule that its arguments break', async () => {
    expect(() => pool(0)).toThrow(`${name}: kernel must be a whole number, at least 1, got 0`);
    expect(() => pool(2, { stride: [1, 0.5] })).toThrow(
      `${name}: stride must be a whole number, at least 1, got 0.5`,
    );
    expect(() => pool(2, { padding: -1 })).toThrow(
      `${name}: padding must be a whole number, at least 0, got -1`,
    );
    const at = (shape: number[]) =>
      lastValueFrom(of({ shape, data: new Float32Array(36) }).pipe(pool([2, 5])));
    await expect(at([1, 36])).rejects.toThrow(
      `${name}: input has shape [36], must be [channels, rows, columns]`,
    );
    await expect(at([1, 1, 9, 4])).rejects.toThrow(
      `${name}: input has shape [1, 9, 4], a window spans 5 of its 4 columns`,
    );
  });
}

function recorded(recording$: Observable<Recording>): Promise<Recording> {
  return lastValueFrom(recording$);
}
