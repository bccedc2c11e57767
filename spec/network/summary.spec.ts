import { describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { input, Linear, leaky, linear, network, probe, record, spikes, summary } from 'rxsnn';

const weights = (inputs: number, outputs: number, bias = true) =>
  linear(Linear.init(inputs, outputs, { bias }));
const lif = () => leaky({ beta: 0.9, threshold: 0.1 });
const recurrent = network({
  nodes: { fc: weights(3, 4), lif: lif(), rec: weights(4, 4, false) },
  edges: [
    ['input', 'fc', 'lif', 'output'],
    ['lif', 'rec', 'lif'],
  ],
});

describe('summary', () => {
  it('says sources, shapes, parameters and operations of every layer, and their sums', () => {
    const outer = network({
      nodes: { sub: recurrent, fc: weights(4, 2) },
      edges: [['input', 'sub', 'fc', 'output']],
    });
    const { layers, parameters, operations } = summary(outer, [2, 3]);
    expect(layers).toEqual([
      {
        name: 'sub.fc',
        kind: 'linear',
        sources: [{ name: 'input', delay: 0 }],
        input: [2, 3],
        output: [2, 4],
        parameters: 16,
        operations: { dense: 24, effective: undefined },
      },
      {
        name: 'sub.lif',
        kind: 'leaky',
        sources: [
          { name: 'sub.fc', delay: 0 },
          { name: 'sub.rec', delay: 1 },
        ],
        input: [2, 4],
        output: [2, 4],
        parameters: 0,
        operations: { dense: 0, effective: 0 },
      },
      {
        name: 'sub.rec',
        kind: 'linear',
        sources: [{ name: 'sub.lif', delay: 0 }],
        input: [2, 4],
        output: [2, 4],
        parameters: 16,
        operations: { dense: 32, effective: undefined },
      },
      {
        name: 'fc',
        kind: 'linear',
        sources: [{ name: 'sub.lif', delay: 0 }],
        input: [2, 4],
        output: [2, 2],
        parameters: 10,
        operations: { dense: 16, effective: undefined },
      },
    ]);
    expect({ parameters, operations }).toEqual({
      parameters: 42,
      operations: { dense: 72, effective: undefined },
    });
    expect(outer.layer.parameters).toBe(42);
    expect(outer.layer.synapses!([1, 3])).toBe(36);
  });

  it('counts the operations of a recording one by one', async () => {
    const values = [
      [1, 0, 1],
      [0, 0, 0],
      [1, 1, 1],
      [0, 1, 0],
    ];
    const rec = await lastValueFrom(spikes(values).pipe(probe('input'), recurrent, record()));
    const { operations, layers } = summary(recurrent, [1, 3], { activity: rec });
    const fired = rec.lif!.spk.data.reduce((sum, x) => sum + x, 0);
    expect(fired).toBeGreaterThan(0);
    expect(layers.map((layer) => layer.operations.effective)).toEqual([24 / 4, 0, Math.round(fired)]);
    expect(operations.effective).toBe(6 + Math.round(fired));
  });

  it('takes shares of active neurons, at most the sum of them where several meet', () => {
    const merged = network({
      nodes: { a: lif(), b: lif(), fc: weights(10, 10) },
      edges: [
        ['input', 'a', 'fc', 'output'],
        ['input', 'b', 'fc'],
      ],
    });
    const effective = (a: number, b: number) =>
      summary(merged, [1, 10], { activity: { a, b } }).operations.effective;
    expect(effective(0.1, 0.25)).toBe(35);
    expect(effective(0.75, 0.5)).toBe(100);
    expect(summary(merged, [1, 10], { activity: { a: 0.5 } }).operations.effective).toBeUndefined();
  });

  it('is a table as a string, for layers in order and by name too', () => {
    const layers = [weights(784, 1000), lif(), weights(1000, 10), lif()];
    expect(`\n${summary(layers, [1, 784])}`).toBe(`
layer    kind    from     shape                  parameters  operations
-----------------------------------------------------------------------
linear1  linear  input    [1, 784] -> [1, 1000]     785,000     784,000
leaky1   leaky   linear1  [1, 1000]
linear2  linear  leaky1   [1, 1000] -> [1, 10]       10,010      10,000
leaky2   leaky   linear2  [1, 10]
-----------------------------------------------------------------------
total                                               795,010     794,000`);
    const [fc, hidden] = layers as [typeof recurrent, typeof recurrent];
    expect(`\n${summary({ fc, hidden }, [1, 784], { activity: { input: 0.125 } })}`).toBe(`
layer   kind    from   shape                  parameters  operations  effective
-------------------------------------------------------------------------------
fc      linear  input  [1, 784] -> [1, 1000]     785,000     784,000     98,000
hidden  leaky   fc     [1, 1000]
-------------------------------------------------------------------------------
total                                            785,000     784,000     98,000`);
    expect(String(summary(recurrent, [1, 3], { activity: { lif: 0.5 } }))).toContain('fc + rec (t-1)');
  });

  it('knows shapes from the inputs, or by their names', () => {
    const two = network({
      nodes: { left: input([3]), right: input(), sum: lif() },
      edges: [
        ['left', 'sum', 'output'],
        ['right', 'sum'],
      ],
    });
    expect(summary(two, { right: [1, 3] }).layers[0]!.output).toEqual([1, 3]);
    expect(() => summary(two)).toThrow(
      "summary: needs the shape of 'right', as in summary(network, [1, 784])",
    );
  });

  it('names what it cannot take', () => {
    expect(() => summary([])).toThrow('summary: takes a network or layers, got []');
    expect(() => summary([probe('a') as never])).toThrow('summary: takes layers, got');
    expect(() => summary([weights(3, 2), weights(3, 2)], [1, 3])).toThrow(
      "network: node 'linear2': linear: input has 2 features, the weights take 3",
    );
  });
});
