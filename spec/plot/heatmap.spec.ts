import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HeatmapOptions, heatmapFrame } from '../../src/plot/heatmap.js';
import { expectPicture } from '../helpers/picture.js';
import { reference } from '../helpers/reference.js';
import { uniform } from './data.js';
import { collisions, labelsBelow, labelsLeft, recordFrame } from './recorder.js';

const blackOrWhite = (share: number) => (share < 0.5 ? '#000000' : '#ffffff');

/** The white rectangles of a heat map that is black and white: left and bottom edge, width and height. */
function white(options: HeatmapOptions) {
  const { marks } = recordFrame(heatmapFrame({ colorMap: blackOrWhite, width: 900, ...options }));
  return marks.filter(({ color, right }) => color === 'rgb(255, 255, 255)' && right < 830);
}

describe('heatmap', () => {
  it('has time to the right and neurons upwards', () => {
    const values = [0, 0, 1, 0, 0, 0, 0, 0, 0];
    const [cell] = white({ steps: 3, panels: [{ neurons: 3, values }] });
    const drawing = recordFrame(heatmapFrame({ steps: 3, panels: [{ neurons: 3, values }] }));
    const tick = drawing.texts.find(({ text, align }) => text === '2' && align === 'right')!;
    expect(cell!.top).toBeLessThan(tick.top);
    expect(cell!.bottom).toBeGreaterThan(tick.bottom);
    expect(cell!.left).toBeLessThan(100);
    expect(labelsBelow(drawing)).toEqual(['0', '1', '2']);
    expect(labelsLeft(drawing)).toEqual(['0', '1', '2']);
  });

  it('spreads the colours over the values of each panel, or over a range', () => {
    const panels = [
      { neurons: 1, values: [0, 1] },
      { neurons: 1, values: [0, 100] },
    ];
    expect(white({ steps: 2, panels })).toHaveLength(2);
    expect(white({ steps: 2, panels, range: [0, 100] })).toHaveLength(1);
    expect(white({ steps: 2, panels: [{ neurons: 1, values: [7, 7] }] })).toHaveLength(0);
  });

  it('gives a column the width of the steps that it stands for', () => {
    const one = white({ steps: 8, panels: [{ neurons: 1, values: [1, 0, 0, 0, 0, 0, 0, 0] }] })[0]!;
    const four = white({ steps: 8, panels: [{ neurons: 1, values: [1, 0], stepsPerColumn: 4 }] })[0]!;
    expect((four.right - four.left) / (one.right - one.left)).toBeCloseTo(4, 1);
  });

  it('labels the colours', () => {
    const options = {
      steps: 2,
      panels: [{ neurons: 9, values: Array.from({ length: 18 }, (_, i) => i / 17) }],
    };
    const { texts } = recordFrame(heatmapFrame({ ...options, quantity: 'Membrane potential' }));
    const beside = texts.filter(({ left }) => left > 800).map(({ text }) => text);
    expect(beside).toEqual(expect.arrayContaining(['0.0', '1.0', 'Membrane potential']));
  });

  it.each([
    [{ steps: 0 }, 'heatmap: steps must be a whole number, at least 1, got 0'],
    [{ panels: [] }, 'heatmap: panels must hold one panel at least, got 0'],
    [{ range: [1, 1] as const }, 'heatmap: range[1] must be above 1, got 1'],
    [
      { panels: [{ neurons: 2, values: [1, 2, 3] }] },
      'heatmap: panel 0: values must fill columns of 2, got 3',
    ],
    [
      { panels: [{ title: 'out', neurons: 1, values: [1, 2, 3] }] },
      "heatmap: panel 'out' has 3 steps, the axis takes 2",
    ],
    [
      { panels: [{ neurons: 4, values: [1, 2, 3, 4], shape: [2, 3] }] },
      'heatmap: panel 0: shape [2, 3] does not hold 4 neurons',
    ],
    [{ dt: -1 }, 'heatmap: dt must be above 0, got -1'],
    [{ height: 40 }, 'heatmap: height must be at least 104 pixels, got 40'],
  ])('refuses %j', (options, message) => {
    const panels = [{ neurons: 1, values: [0, 1] }];
    expect(() => heatmapFrame({ steps: 2, panels, ...options })).toThrow(new RangeError(message));
  });

  it('never lets texts touch or leave the frame', () => {
    const value = fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.double());
    fc.assert(
      fc.property(
        fc.record({
          layers: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 3 }),
          column: fc.array(value, { minLength: 1, maxLength: 20 }),
          steps: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 1_000_000 })),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          quantity: fc.option(fc.constant('Membrane potential'), { nil: undefined }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 90, size: 'max' }), { nil: undefined }),
          width: fc.integer({ min: 300, max: 1600 }),
        }),
        ({ layers, column, ...options }) => {
          const panels = layers.map((neurons, i) => ({
            title: `layer ${i}`,
            neurons,
            values: Float32Array.from({ length: neurons }, (_, n) => column[n % column.length]!),
          }));
          expect(collisions(heatmapFrame({ ...options, panels }))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('looks as before: the output layer of the tutorial, and its image-like input', () => {
    const { output } = reference('tutorial-network');
    const random = uniform(1);
    const drift = Float32Array.from(
      { length: 200 * 784 },
      (_, i) => Math.sin(i / 784 / 30 + (i % 784) / 100) + 0.3 * random(),
    );
    const panels = [
      { title: 'input', neurons: 784, shape: [28, 28], values: drift },
      { title: 'output', neurons: 10, values: output.mem2!.data },
    ];
    expectPicture(
      'heatmap-layers',
      heatmapFrame({ steps: 200, panels, quantity: 'Membrane potential', width: 720 }),
    );
  });
});
