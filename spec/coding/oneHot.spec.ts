import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromOneHot, tensor, toOneHot, toOneHotInverse } from 'rxsnn';

const labelled = fc
  .integer({ min: 1, max: 12 })
  .chain((numClasses) =>
    fc.tuple(fc.constant(numClasses), fc.array(fc.nat({ max: numClasses - 1 }), { minLength: 1 })),
  );

describe('toOneHot', () => {
  it('has a 1 at the class of each sample', () => {
    expect(toOneHot([2, 0], 3)).toEqual(
      tensor([
        [0, 0, 1],
        [1, 0, 0],
      ]),
    );
    expect(toOneHot(1, 2)).toEqual(tensor([[0, 1]]));
  });

  it('is undone by fromOneHot, and turned over by toOneHotInverse', () => {
    fc.assert(
      fc.property(labelled, ([numClasses, labels]) => {
        const oneHot = toOneHot(labels, numClasses);
        expect([...fromOneHot(oneHot).data]).toEqual(labels);
        const inverse = toOneHotInverse(oneHot);
        expect(inverse.shape).toEqual(oneHot.shape);
        inverse.data.forEach((x, i) => {
          expect(x + oneHot.data[i]!).toBe(1);
        });
      }),
    );
  });

  it('names the target that is no class', () => {
    expect(() => toOneHot([0, 3], 3)).toThrow(
      new RangeError('toOneHot: every target must be a whole number from 0 to 2, got 3'),
    );
    expect(() => toOneHot([0.5], 3)).toThrow(
      'toOneHot: every target must be a whole number from 0 to 2, got 0.5',
    );
    expect(() => toOneHot([[1]], 3)).toThrow(
      'toOneHot: targets must be one class a sample, got shape [1, 1]',
    );
    expect(() => toOneHot([], 3)).toThrow('toOneHot: targets must be one class a sample, got shape [0]');
    expect(() => toOneHot([1], 0)).toThrow('toOneHot: numClasses must be a whole number, at least 1, got 0');
  });
});

describe('fromOneHot', () => {
  it('takes one row, and refuses rows without a 1 or with several', () => {
    expect(fromOneHot([0, 0, 1])).toEqual(tensor([2]));
    expect(() =>
      fromOneHot([
        [0, 1],
        [0, 0],
      ]),
    ).toThrow('fromOneHot: every row needs one 1, row 1 has none');
    expect(() => fromOneHot([1, 1])).toThrow('fromOneHot: every row needs one 1, row 0 has several');
    expect(() => fromOneHot([[[1]]])).toThrow('fromOneHot: needs shape [batch, classes], got [1, 1, 1]');
  });
});

describe('toOneHotInverse', () => {
  it('is 1 where there was 0, in any shape', () => {
    expect(toOneHotInverse([0, 2, 0, 1])).toEqual(tensor([1, 0, 1, 0]));
  });
});
