import { describe, expect, it } from '@jest/globals';
import { current, leaky, tensor } from 'rxsnn';

describe('tensor', () => {
  it('takes its shape from nested arrays, typed arrays, numbers and { shape, data }', () => {
    expect(
      tensor([
        [1, 0, 1],
        [0, 1, 0],
      ]),
    ).toMatchObject({ shape: [2, 3], data: Float32Array.of(1, 0, 1, 0, 1, 0) });
    expect(tensor([Float32Array.of(1, 2), new Uint8Array([3, 4])]).shape).toEqual([2, 2]);
    expect(tensor(0.5).shape).toEqual([]);
    expect(tensor({ shape: [2, 1], data: [1, 2] }).shape).toEqual([2, 1]);
    expect(tensor([1, 2, 3, 4], [2, 2]).shape).toEqual([2, 2]);
  });

  it('copies what it is given', () => {
    const given = Float32Array.of(1, 2);
    const made = tensor(given);
    given[0] = 9;
    expect(made.data[0]).toBe(1);
  });

  it('refuses what is not numbers, ragged arrays and shapes that do not fit', () => {
    expect(() => tensor([1, Number.NaN])).toThrow('tensor: every value must be a number, got NaN at index 1');
    expect(() => tensor('spikes' as never)).toThrow(
      "tensor: needs numbers, arrays or { shape, data }, got 'spikes'",
    );
    expect(() => tensor([[1, 2], [3]])).toThrow(
      'tensor: nested arrays must have equal sizes, got [2] and [1]',
    );
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow('tensor: shape [2, 2] takes 4 numbers, got 3');
    for (const shape of [[2.5, 2], [-1, -5], [Number.NaN], '5']) {
      const wrong = { shape: shape as number[], data: [1, 2, 3, 4, 5] };
      expect(() => tensor(wrong.data, wrong.shape)).toThrow(
        'tensor: shape must be a list of whole numbers, got ',
      );
      expect(() => leaky({ beta: wrong })).toThrow('leaky: shape must be a list of whole numbers, got ');
    }
    expect(() => current({ shape: [2], data: [1] })).toThrow('current: shape [2] takes 2 numbers, got 1');
  });

  it('takes whatever has a length and numbers', () => {
    expect(tensor({ length: 2, 0: 3, 1: 4 }).data).toEqual(Float32Array.of(3, 4));
    expect(tensor([]).shape).toEqual([0]);
  });

  it.each([
    ['Object', {}],
    ['Date', new Date()],
    ['Map', new Map([[1, 2]])],
    ['Set', new Set([1])],
    ['DataView', new DataView(new ArrayBuffer(8))],
    ['ArrayBuffer', new ArrayBuffer(8)],
  ])('refuses an object that is no list of numbers: %s', (name, values) => {
    const error = new TypeError(`tensor: needs numbers, arrays or { shape, data }, got an object ${name}`);
    expect(() => tensor(values as never)).toThrow(error);
    expect(() => tensor([values] as never)).toThrow(error);
  });
});
