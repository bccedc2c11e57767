import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RasterPanel, rasterFrame } from '../../src/plot/raster.js';
import { expectPicture, render } from '../helpers/picture.js';
import { reference } from '../helpers/reference.js';
import { layerOf, randomLayer } from './data.js';
import { collisions, type Drawing, labelsBelow, labelsLeft, type Mark, recordFrame } from './recorder.js';

const red = '#ff0000';

function dotsOf(
  panels: RasterPanel[],
  options: { steps: number; dotSize?: number; height?: number },
): Mark[] {
  return dots(recordFrame(rasterFrame({ color: red, panels, ...options })));
}

function dots({ marks }: Drawing) {
  return marks.filter(({ color }) => color === red);
}

const middle = ({ left, right, top, bottom }: Mark) => [(left + right) / 2, (top + bottom) / 2] as const;

describe('raster', () => {
  it('draws a dot for each spike, time to the right and neurons upwards', () => {
    const [a, b, c] = dotsOf([{ neurons: 4, t: [0, 5, 9], id: [0, 1, 3] }], { steps: 10 }).map(middle);
    expect(b![0] - a![0]).toBeCloseTo((c![0] - a![0]) * (5 / 9));
    expect(a![1] - b![1]).toBeCloseTo((a![1] - c![1]) / 3);
    expect(a![1]).toBeGreaterThan(c![1]);
  });

  it('shows the whole layer where only one neuron fired', () => {
    const drawing = recordFrame(rasterFrame({ steps: 10, panels: [{ neurons: 10, t: [3], id: [2] }] }));
    expect(labelsLeft(drawing)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('places a dot at the tick of its step and of its neuron', () => {
    const drawing = recordFrame(
      rasterFrame({ color: red, steps: 200, panels: [{ neurons: 10, t: [100], id: [4] }] }),
    );
    const [x, y] = middle(dots(drawing)[0]!);
    const step = drawing.texts.find(({ text }) => text === '100')!;
    const neuron = drawing.texts.find(({ text, align }) => text === '4' && align === 'right')!;
    expect((step.left + step.right) / 2).toBeCloseTo(x, 3);
    expect(neuron.top).toBeLessThan(y);
    expect(neuron.bottom).toBeGreaterThan(y);
  });

  it('labels time once, below the last panel, in steps or in a unit that suits dt', () => {
    const panels = [randomLayer(5, 200, () => 0.1), randomLayer(5, 200, () => 0.1)];
    const texts = (dt?: number) => recordFrame(rasterFrame({ panels, steps: 200, dt })).texts;
    expect(texts().filter(({ text }) => text === '100')).toHaveLength(1);
    expect(texts().map(({ text }) => text)).toContain('Time step');
    expect(texts(1e-3).map(({ text }) => text)).toContain('Time (ms)');
    expect(texts(0.1).map(({ text }) => text)).toContain('Time (s)');
    expect(labelsBelow(recordFrame(rasterFrame({ panels, steps: 200, dt: 0.1 }))).at(-1)).toBe('20');
  });

  it('has whole numbers on the neuron axis, each once, however small the layer', () => {
    for (let neurons = 1; neurons < 12; neurons++) {
      const labels = labelsLeft(recordFrame(rasterFrame({ steps: 3, panels: [{ neurons, t: [], id: [] }] })));
      expect(labels.every((label) => /^\d+$/.test(label))).toBe(true);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels[0]).toBe('0');
    }
  });

  it('draws bigger dots where there is more room, and takes dotSize', () => {
    const width = (neurons: number, steps: number, dotSize?: number) => {
      const [dot] = dotsOf([{ neurons, t: [1], id: [0] }], { steps, ...(dotSize && { dotSize }) });
      return dot!.right - dot!.left;
    };
    expect(width(10, 20)).toBeGreaterThan(width(10, 200));
    expect(width(10, 200)).toBeGreaterThan(width(10, 2000));
    expect(width(1000, 5000)).toBeGreaterThanOrEqual(1);
    expect(width(10, 200, 6)).toBe(6);
  });

  it('keeps a lone spike at full strength and shows density in a busy layer', () => {
    const shades = (panel: RasterPanel) => {
      const { data } = render(rasterFrame({ color: '#000000', steps: 200, panels: [panel] }));
      const columns = new Set<number>();
      for (let i = 0; i < data.length; i += 4) if (data[i] === data[i + 1]) columns.add(data[i]!);
      return columns;
    };
    expect(shades({ neurons: 1000, t: [50], id: [500] })).toContain(0);
    expect(shades(randomLayer(1000, 200, () => 0.25)).size).toBeGreaterThan(4);
  });

  it('draws nothing outside of the panel, first and last step and neuron included', () => {
    for (const [neurons, steps] of [
      [2, 2],
      [10, 200],
      [1000, 200],
      [10, 10000],
      [3000, 9000],
    ] as const) {
      const corners = { neurons, t: [0, steps - 1], id: [0, neurons - 1] };
      const drawing = recordFrame(rasterFrame({ color: red, steps, panels: [corners] }));
      const [axis] = drawing.lines.filter(({ from, to }) => from[1] === to[1] && to[0] - from[0] > 100);
      const marks = dots(drawing);
      expect(Math.min(...marks.map(({ left }) => left))).toBeGreaterThanOrEqual(axis!.from[0]);
      expect(Math.max(...marks.map(({ right }) => right))).toBeLessThanOrEqual(900 - 16);
      expect(Math.max(...marks.map(({ bottom }) => bottom))).toBeLessThanOrEqual(axis!.from[1] + 1);
    }
  });

  it('does not draw more shapes than the panel has pixels', () => {
    const layer = randomLayer(1000, 2000, () => 0.3);
    expect(layer.t.length).toBeGreaterThan(500_000);
    expect(dotsOf([layer], { steps: 2000, height: 300 }).length).toBeLessThan(900 * 300);
  });

  it('does not draw spikes that are appended later', () => {
    const t = [0];
    const id = [0];
    const frame = rasterFrame({ color: red, steps: 5, panels: [{ neurons: 5, t, id }] });
    t.push(3);
    id.push(3);
    expect(dots(recordFrame(frame))).toHaveLength(1);
  });

  it('draws empty layers', () => {
    expect(collisions(rasterFrame({ steps: 1, panels: [{ neurons: 1, t: [], id: [] }] }))).toEqual([]);
  });

  it.each([
    [{ steps: 0, panels: [] }, 'raster: steps must be a whole number, at least 1, got 0'],
    [{ steps: 5, panels: [] }, 'raster: panels must hold one panel at least, got 0'],
    [
      { steps: 5, panels: [{ title: 'hidden', neurons: 9, t: [1, 2, 3], id: [1, 2, 3, 4] }] },
      "raster: panel 'hidden' has 3 times but 4 neuron indices",
    ],
    [
      { steps: 5, panels: [{ neurons: 9, t: [5], id: [0] }] },
      'raster: panel 0: times must lie in 0 to 4, got 5',
    ],
    [
      { steps: 5, panels: [{ neurons: 9, t: [1], id: [9] }] },
      'raster: panel 0: neuron indices must lie in 0 to 8, got 9',
    ],
    [{ steps: 5, dt: 0, panels: [{ neurons: 9, t: [], id: [] }] }, 'raster: dt must be above 0, got 0'],
    [
      { steps: 5, width: 99, panels: [{ neurons: 9, t: [], id: [] }] },
      'raster: width must be at least 240 pixels, got 99',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => rasterFrame(options)).toThrow(new RangeError(message));
  });

  it('refuses panels that are no array', () => {
    expect(() => rasterFrame({ steps: 5, panels: {} as [] })).toThrow(
      new TypeError('raster: panels must be an array, got an object Object'),
    );
  });

  it('never lets texts touch or leave the frame', () => {
    const neurons = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200_000 }));
    const panel = fc.record({
      neurons,
      title: fc.option(fc.string({ maxLength: 60, size: 'max' }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.record({
          panels: fc.array(panel, { minLength: 1, maxLength: 6 }),
          steps: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2_000_000 })),
          dt: fc.option(fc.double({ min: 1e-7, max: 10, noNaN: true }), { nil: undefined }),
          width: fc.integer({ min: 240, max: 2000 }),
          height: fc.option(fc.integer({ min: 450, max: 1600 }), { nil: undefined }),
          title: fc.option(fc.string({ minLength: 1, maxLength: 120, size: 'max' }), { nil: undefined }),
        }),
        ({ panels, ...options }) => {
          const silent = panels.map((panel) => ({ ...panel, t: [], id: [] }));
          expect(collisions(rasterFrame({ ...options, panels: silent }))).toEqual([]);
        },
      ),
    );
  });

  it('looks as before: the tutorial network', () => {
    const { input, output } = reference('tutorial-network');
    const panels = [
      { title: 'input', ...layerOf(input.spk!) },
      { title: 'hidden', ...layerOf(output.spk1!) },
      { title: 'output', ...layerOf(output.spk2!) },
    ];
    expectPicture('raster-network', rasterFrame({ panels, steps: 200, width: 600, height: 460 }));
  });

  it('looks as before: few neurons, many steps, in seconds', () => {
    const panels = [
      { title: 'sensory', ...randomLayer(10, 10000, () => 0.01) },
      { title: 'motor', ...randomLayer(3, 10000, () => 0.004, 2), color: '#d9480f' },
    ];
    expectPicture(
      'raster-long',
      rasterFrame({ panels, steps: 10000, dt: 1e-3, width: 720, title: 'Ten seconds' }),
    );
  });
});
