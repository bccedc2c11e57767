import { describe, expect, it } from '@jest/globals';
import { drawLine } from '../../src/plot/lines.js';
import { recordFrame } from './recorder.js';

const style = { color: '#0000ff', width: 2 };

/** The line through `values`, `pixels` a step. */
function line(values: ArrayLike<number>, pixels: number) {
  return recordFrame({
    width: 100,
    height: 100,
    draw: (context) =>
      drawLine(
        context,
        values,
        values.length,
        (step) => pixels * step,
        (value) => value,
        style,
      ),
  });
}

/** The middles of the discs of the line. */
const dots = (values: ArrayLike<number>, pixels = 10) =>
  line(values, pixels).marks.map(({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2]);

const { NaN: none, POSITIVE_INFINITY: endless } = Number;

describe('a line', () => {
  it('is a dot where it has one point, at its end, at its beginning and between gaps too', () => {
    expect(dots([7])).toEqual([[0, 7]]);
    expect(dots([none, 7])).toEqual([[10, 7]]);
    expect(dots([1, none, 7, endless, 3, 4, none, 5])).toEqual([
      [0, 1],
      [20, 7],
      [70, 5],
    ]);
    expect(dots([1, 2])).toEqual([]);
    expect(dots([])).toEqual([]);
    expect(dots([none, endless])).toEqual([]);
  });

  it('has dots twice as wide as itself', () => {
    const [dot] = line([7], 10).marks;
    expect(dot!.right - dot!.left + style.width).toBe(2 * style.width);
  });

  it('shows the numbers of a column of pixels that has gaps too', () => {
    const values = Array.from({ length: 300 }, (_, i) => (i % 10 === 5 ? i : none));
    expect(dots(values, 0.1)).toHaveLength(30);
    values[154] = 9;
    values[156] = 90;
    expect(line(values, 0.1).lines.map(({ from, to }) => [from[1], to[1]])).toEqual([[9, 155]]);
  });
});
