import { describe, expect, it } from '@jest/globals';
import { EMPTY, from, lastValueFrom, map, type Observable, of, skip, take, toArray } from 'rxjs';
import {
  animator,
  curMemSpk,
  current,
  eventCloud,
  type Frame,
  heatmap,
  isi,
  leaky,
  probe,
  raster,
  rate,
  rates,
  type Sink,
  Step,
  spikeCount,
  spikes,
  spikeTriggered,
  tensor,
  traces,
} from 'rxsnn';
import { lif } from '../../demos/tutorial/neurons.js';
import { eventCloudFrame } from '../../src/plot/eventCloud.js';
import { expectPicture, render } from '../helpers/picture.js';
import { reference } from '../helpers/reference.js';
import { labelsLeft, recordFrame } from '../plot/recorder.js';

/** The tutorial's network as snnTorch recorded it, one step after the other. */
function tutorial(): Observable<Step> {
  const { input, output } = reference('tutorial-network');
  const signal = ({ data }: { data: Float32Array }, size: number, t: number) =>
    tensor(data.subarray(t * size, (t + 1) * size), [1, size]);
  return from(Array.from({ length: 200 }, (_, t) => t)).pipe(
    map((t) =>
      new Step(t, { spk: signal(input.spk!, 784, t) }, {}, 200)
        .keep('input')
        .with({ spk: signal(output.spk1!, 1000, t) })
        .keep('hidden')
        .with({ spk: signal(output.spk2!, 10, t), mem: signal(output.mem2!, 10, t) })
        .keep('output'),
    ),
  );
}

const switchedOn = (height: number) => current(Array.from({ length: 200 }, (_, t) => (t < 10 ? 0 : height)));
const last = (frames: Observable<Frame>) => lastValueFrom(frames);

describe("the tutorial's pictures", () => {
  it('LIF by hand', async () => {
    expectPicture('tutorial-lif', await last(switchedOn(0.5).pipe(lif, curMemSpk({ threshold: 1 }))));
  });

  it('three rasters', async () => {
    const titles = ['Input layer', 'Hidden layer', 'Output layer'];
    expectPicture(
      'tutorial-raster',
      await last(tutorial().pipe(raster(['input', 'hidden', 'output'], { titles }))),
    );
  });

  it('spike count at step 150', async () => {
    const frame = await last(tutorial().pipe(take(150), spikeCount('output', { labels: '0123456789' })));
    expectPicture('tutorial-count', frame);
  });

  it('traces', async () => {
    expectPicture('tutorial-traces', await last(tutorial().pipe(traces('output', { grid: [2, 5] }))));
  });
});

describe('spikeCount', () => {
  it('emits a frame a step, or as many as asked for', async () => {
    const steps$ = rate([0.5, 0.5], { steps: 10, seed: 1 });
    expect(await lastValueFrom(steps$.pipe(spikeCount(), toArray()))).toHaveLength(10);
    expect(await lastValueFrom(steps$.pipe(spikeCount({ interpolate: 3 }), toArray()))).toHaveLength(30);
  });

  it('shows other counts at every step, and keeps what a frame shows', async () => {
    const frames = await lastValueFrom(rate([1, 0], { steps: 3 }).pipe(spikeCount(), toArray()));
    const pictures = frames.map((frame) => render(frame).png.toString('base64'));
    expect(new Set(pictures).size).toBe(3);
  });

  it('counts streams of unknown length', async () => {
    const frames$ = of(...Array.from({ length: 60 }, () => [1, 0])).pipe(leaky({ beta: 0 }), spikeCount());
    expect(await lastValueFrom(frames$.pipe(toArray()))).toHaveLength(60);
  });

  it('refuses labels of another number', async () => {
    const frames$ = rate([0, 1, 0], { steps: 2 }).pipe(spikeCount({ labels: 'ab' }));
    await expect(lastValueFrom(frames$)).rejects.toThrow('spikeCount: 3 neurons need 3 labels, got 2');
  });
});

describe.each<[string, () => Sink<Frame>]>([
  ['raster', () => raster('layer')],
  ['traces', () => traces('layer')],
  ['curMemSpk', () => curMemSpk('layer')],
  ['spikeCount', () => spikeCount('layer')],
  ['animator', () => animator('layer')],
  ['heatmap', () => heatmap('layer')],
  ['rates', () => rates('layer')],
  ['isi', () => isi('layer')],
  ['spikeTriggered', () => spikeTriggered('layer', { before: 0, after: 1 })],
])('%s', (name, make) => {
  it('fails on an empty stream, an unknown layer and a layer without its signals', async () => {
    await expect(lastValueFrom(EMPTY.pipe(make()))).rejects.toThrow(
      `${name}: the stream ended without a step`,
    );
    const unknown = current([1]).pipe(probe('other'), make());
    await expect(lastValueFrom(unknown)).rejects.toThrow(`${name}: no layer 'layer', there are 'other'`);
    const currents = current([1]).pipe(probe('layer'), make());
    await expect(lastValueFrom(currents)).rejects.toThrow(
      new RegExp(`${name}: layer 'layer' has no \\w+, it has cur`),
    );
  });

  it('says of a frame of another plot that it takes none', async () => {
    const frames$ = current([1]).pipe(animator({ signal: 'cur' }));
    await expect(lastValueFrom(frames$.pipe(make() as never))).rejects.toThrow(
      new TypeError(`${name}: takes steps or numbers, got a frame of a plot`),
    );
  });

  it('holds the source of the steps through its frames', async () => {
    const frame = await lastValueFrom(current([2, 2]).pipe(leaky({ beta: 0.5 }), probe('layer'), make()));
    expect(frame.hold).toBeInstanceOf(Function);
  });
});

describe('raster', () => {
  it('flattens a layer row by row, with ticks where rows begin', async () => {
    const spike = (row: number, column: number) => {
      const image = new Float32Array(28 * 28);
      image[28 * row + column] = 1;
      return tensor(image, [1, 28, 28]);
    };
    const frame = await last(
      spikes([spike(0, 0), spike(5, 0), spike(5, 27)]).pipe(raster({ color: '#ff0000' })),
    );
    const drawing = recordFrame(frame);
    expect(labelsLeft(drawing)).toEqual(['0', '140', '280', '420', '560', '700']);
    expect(drawing.texts.map(({ text }) => text)).toContain('28 × 28 neurons, 3 spikes');
    const tick = drawing.texts.find(({ text }) => text === '140')!;
    const dots = drawing.marks.filter(({ color }) => color === '#ff0000');
    expect(dots[1]!.top).toBeGreaterThan(tick.top);
    expect(dots[1]!.bottom).toBeLessThan(tick.bottom);
    expect(dots[2]!.bottom).toBeLessThan(dots[1]!.bottom);
  });

  it('counts steps from where it begins', async () => {
    const frame = await last(spikes([[1], [1], [1]]).pipe(skip(2), raster()));
    expect(recordFrame(frame).texts.map(({ text }) => text)).toContain('1 neuron, 1 spike');
  });
});

describe('eventCloud', () => {
  it('shows a layer of rows and columns, and refuses one without', async () => {
    const image = tensor([0, 1, 0, 0, 0, 1], [1, 2, 3]);
    const frame = await last(spikes([image, image]).pipe(probe('camera'), eventCloud('camera')));
    const expected = eventCloudFrame({
      t: [0, 0, 1, 1],
      id: [1, 5, 1, 5],
      shape: [2, 3],
      steps: 2,
      name: 'camera',
    });
    expect(recordFrame(frame)).toEqual(recordFrame(expected));
    await expect(last(spikes([[1, 0]]).pipe(eventCloud()))).rejects.toThrow(
      'eventCloud: shape must be [rows, columns] or [channels, rows, columns], got [2]',
    );
  });
});

describe('traces', () => {
  const texts = async (frames$: Observable<Frame>) =>
    recordFrame(await last(frames$)).texts.map(({ text }) => text);
  const twenty$ = () =>
    of(Array<number>(20).fill(0.7), Array<number>(20).fill(0.7)).pipe(leaky({ beta: 0.9 }));

  it('shows as many neurons as its grid has room for', async () => {
    const titles = (await texts(twenty$().pipe(traces({ grid: [1, 3] })))).filter((text) =>
      /^neuron/.test(text),
    );
    expect(titles).toEqual(['neuron 0', 'neuron 1', 'neuron 2']);
    expect((await texts(twenty$().pipe(traces()))).filter((text) => /^neuron/.test(text))).toHaveLength(12);
  });

  it('draws another signal, and leaves the spikes out', async () => {
    const shown = await texts(twenty$().pipe(traces({ signal: 'cur', grid: [3, 3] })));
    expect(shown).toEqual(expect.arrayContaining(['Input current', 'input', 'spike', '1 spike']));
    const bare = await texts(twenty$().pipe(traces({ spikes: false, grid: [3, 3] })));
    expect(bare).toEqual(expect.arrayContaining(['Membrane potential']));
    expect(bare.filter((text) => text.includes('spike'))).toEqual([]);
  });
});

describe('the options of plots', () => {
  const two$ = () =>
    of([
      [2, 0],
      [0, 2],
    ]).pipe(leaky({ beta: 0.5 }));

  it('pick a sample and a neuron that are there', async () => {
    await expect(lastValueFrom(two$().pipe(raster({ sample: 2 })))).rejects.toThrow(
      'raster: sample must be below the batch size 2, got 2',
    );
    await expect(lastValueFrom(two$().pipe(traces({ neurons: [2] })))).rejects.toThrow(
      "traces: neuron 2 is not among the layer's 2",
    );
    await expect(lastValueFrom(two$().pipe(curMemSpk({ neuron: 5 })))).rejects.toThrow(
      "curMemSpk: neuron 5 is not among the layer's 2",
    );
    const [first, second] = await Promise.all(
      [0, 1].map((sample) => lastValueFrom(two$().pipe(raster({ sample })))),
    );
    expect(render(first!).png.equals(render(second!).png)).toBe(false);
  });

  it('are checked when the sink is made', () => {
    expect(() => raster('a', { titles: ['x', 'y'] })).toThrow('raster: 1 layers need 1 titles, got 2');
    expect(() => raster({ dotSize: 0 })).toThrow('raster: dotSize must be a number, at least 0.1, got 0');
    expect(() => raster([''])).toThrow("raster: layers must be names of probes, got ''");
    expect(() => spikeCount({ interpolate: 0 })).toThrow(
      'spikeCount: interpolate must be a whole number, at least 1, got 0',
    );
    expect(() => traces({ sample: -1 })).toThrow('traces: sample must be a whole number, at least 0, got -1');
  });
});
