import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import {
  concat,
  concatMap,
  EMPTY,
  from,
  ignoreElements,
  lastValueFrom,
  map,
  NEVER,
  of,
  Subject,
  take,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import {
  current,
  Linear,
  leaky,
  linear,
  neuron,
  probe,
  rate,
  record,
  recordTo,
  replay,
  Step,
  tee,
} from 'rxsnn';
import { HostTensor } from '../../src/tensor.js';
import { filesIn, temporaryFolders, until } from '../helpers/files.js';

// files and processes of a machine that may be busy
jest.setTimeout(60_000);

const folder = temporaryFolders();
const file = () => join(folder(), 'run.rec');
const network = rate([0.2, 0.5, 0.9], { steps: 50, seed: 1 }).pipe(
  probe('input'),
  linear(Linear.init(3, 40, { seed: 1 })),
  leaky({ beta: 0.9, threshold: 0.4 }),
  probe('hidden'),
  linear(Linear.init(40, 2, { seed: 2 })),
  leaky({ beta: 0.9 }),
);
/** Everything that a step carries, as bits. */
const bits = ({ t, signals, layers }: Step) => {
  const all = { ...layers, '': signals };
  return Object.entries(all).map(([layer, own]) => [
    t,
    layer,
    Object.entries(own).map(([name, { shape, data }]) => [
      name,
      shape,
      [...new Uint32Array(data.slice().buffer)],
    ]),
  ]);
};
const steps = (source: ReturnType<typeof replay>) => lastValueFrom(source.pipe(map(bits), toArray()));

describe('recordTo and replay', () => {
  it('give again what record would have kept', async () => {
    const path = file();
    const [rec, written] = await lastValueFrom(
      network.pipe(tee(record(), recordTo(path, { blockSteps: 7 }))),
    );
    expect(written).toBe(path);
    expect(filesIn(join(path, '..'))).toEqual(['run.rec']);
    expect(await lastValueFrom(replay(path).pipe(record()))).toEqual(rec);
    expect(await lastValueFrom(replay(rec).pipe(record()))).toEqual(rec);
  });

  it('give the same steps: signals, layers, numbers, and where the last layer is among the probes', async () => {
    for (const source of [
      network,
      network.pipe(probe('output')),
      network.pipe(probe('output'), probe('again')),
    ]) {
      const path = file();
      const usual = source.pipe(
        // what is recorded by default: no currents where there are spikes
        map((step) => {
          const without = ({ cur, ...others }: Step['signals']) => (others.spk ? others : { ...others, cur });
          const layers = Object.fromEntries(
            Object.entries(step.layers).map(([name, own]) => [name, without(own)]),
          );
          return new Step(step.t, without(step.signals) as Step['signals'], layers as Step['layers']);
        }),
      );
      await lastValueFrom(source.pipe(recordTo(path)));
      expect(await steps(replay(path))).toEqual(await lastValueFrom(usual.pipe(map(bits), toArray())));
    }
    const last = await lastValueFrom(
      network.pipe(
        probe('output'),
        recordTo(file()),
        concatMap((path) => replay(path)),
      ),
    );
    expect(last.layers.output).toBe(last.signals);
    expect([last.t, last.steps, last.block]).toEqual([49, 50, 20]);
  });

  it('keep any numbers to the bit: graded spikes, -0, NaN, subnormal ones', async () => {
    const frames = [
      [0, 0, 0, 0, 0, 0, 0, 0, 0x4000_0000],
      [0x8000_0000, 0x7fc0_0001, 1, 0xffff_ffff, 0x3f80_0000, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];
    const source = from(frames.map((words) => new Float32Array(Uint32Array.from(words).buffer))).pipe(
      map(stepWith),
    );
    for (const blockSteps of [1, 2, 3]) {
      const path = await lastValueFrom(source.pipe(recordTo(file(), { blockSteps })));
      const words = map(({ spk }: Step) => [...new Uint32Array(spk!.data.slice().buffer)]);
      expect(await lastValueFrom(replay(path).pipe(words, toArray()))).toEqual(frames);
    }
  });

  it('keep the layers and signals that are asked for; the last of them is then the step’s', async () => {
    const path = await lastValueFrom(
      network.pipe(recordTo(file(), { layers: ['input', 'hidden'], signals: ['spk'] })),
    );
    const step = await lastValueFrom(replay(path).pipe(take(1)));
    expect(Object.keys(step.layers)).toEqual(['input', 'hidden']);
    expect(step.signals).toBe(step.layers.hidden);
    expect(Object.keys(step.signals)).toEqual(['spk']);
  });

  it('replay a part, from any step to any', async () => {
    const path = await lastValueFrom(network.pipe(recordTo(file(), { blockSteps: 7 })));
    const all = await steps(replay(path));
    for (const [from, to] of [
      [0, 50],
      [7, 14],
      [6, 8],
      [13, 13],
      [49, 60],
      [50, 50],
    ] as const) {
      const part = all
        .slice(from, to)
        .map((layers) => layers.map(([t, ...others]) => [Number(t) - from, ...others]));
      expect(await steps(replay(path, { from, to }))).toEqual(part);
    }
    expect((await lastValueFrom(replay(path, { from: 20, to: 30 }).pipe(take(1)))).steps).toBe(10);
    await expect(lastValueFrom(replay(path, { from: 51 }))).rejects.toThrow(
      `replay: ${path}: from must be within its 50 steps, got 51`,
    );
  });

  it('replay from a Blob and from bytes, into layers, and stop with the subscriber', async () => {
    const path = await lastValueFrom(network.pipe(recordTo(file(), { blockSteps: 7 })));
    const bytes = readFileSync(path);
    const expected = await steps(replay(path));
    for (const input of [bytes, new Blob([bytes]), new Uint8Array(bytes).buffer as ArrayBuffer]) {
      expect(await steps(replay(input))).toEqual(expected);
    }
    const rec = await lastValueFrom(network.pipe(record()));
    const again = replay(path).pipe(
      map((step) => step.with(step.layers.hidden!)),
      linear(Linear.init(40, 2, { seed: 2 })),
      leaky({ beta: 0.9 }),
      record(),
    );
    expect((await lastValueFrom(again)).mem).toEqual(rec.mem);
    expect((await lastValueFrom(replay(path).pipe(take(3), toArray()))).length).toBe(3);
  });

  it('take a tenth of the room where few neurons fire', async () => {
    const sparse = rate(Array(1000).fill(0.01), { steps: 100, seed: 1 });
    const dense = rate(Array(1000).fill(0.5), { steps: 100, seed: 1 });
    const size = async (source: typeof sparse) =>
      statSync(await lastValueFrom(source.pipe(recordTo(file())))).size;
    expect(await size(sparse)).toBeLessThan(100 * 1000 * 4 * 0.005);
    expect(await size(dense)).toBeLessThan(100 * 1000 * 4 * 0.033);
  });

  it('leave the steps before a failure, or before it was unsubscribed, under the temporary name', async () => {
    const path = file();
    const broken = concat(
      network.pipe(take(20)),
      throwError(() => new Error('sensor gone')),
    );
    await expect(lastValueFrom(broken.pipe(recordTo(path, { blockSteps: 7 })))).rejects.toThrow(
      'sensor gone',
    );
    const names = filesIn(join(path, '..'));
    expect(names).toEqual([expect.stringMatching(/^run\.rec\.[0-9a-f]{8}\.partial$/)]);
    const expected = (await steps(replay(await lastValueFrom(network.pipe(recordTo(file())))))).slice(0, 20);
    expect(await steps(replay(join(path, '..', names[0]!)))).toEqual(expected);

    const other = file();
    const subscription = concat(network.pipe(take(20)), NEVER)
      .pipe(recordTo(other))
      .subscribe();
    subscription.unsubscribe();
    const left = () => join(other, '..', filesIn(join(other, '..'))[0] ?? '');
    await until(
      () => left().endsWith('.partial') && readFileSync(left()).subarray(-8).toString() === 'RXSNNEND',
    );
    expect(await steps(replay(left()))).toEqual(expected);
  });

  it('can be read to the last whole block after a crash', async () => {
    const path = await lastValueFrom(network.pipe(recordTo(file(), { blockSteps: 7 })));
    const whole = readFileSync(path);
    const expected = await steps(replay(path));
    const index = Number(whole.readBigUInt64LE(whole.length - 16));
    const blocks: number[] = [];
    for (let at = 20 + whole.readUInt32LE(12); at < index; at += 24 + whole.readUInt32LE(at + 16))
      blocks.push(at);
    expect(blocks.length).toBe(8);
    for (const cut of [blocks[3]!, blocks[3]! + 1, blocks[3]! + 30, blocks[4]! - 1]) {
      const partial = join(folder(), 'run.rec.partial');
      writeFileSync(partial, whole.subarray(0, cut));
      await expect(steps(replay(partial))).rejects.toThrow(
        `replay: ${partial}: a recording must end with its index; strict: false reads one that was cut off, to its last whole block, got none at byte ${cut}`,
      );
      expect(await steps(replay(partial, { strict: false }))).toEqual(expected.slice(0, 21));
    }
    // pages that were never flushed are zeros
    const holed = Uint8Array.from(whole.subarray(0, blocks[5]!)).fill(0, blocks[4]! + 40);
    expect(await steps(replay(holed, { strict: false }))).toEqual(expected.slice(0, 28));
  });

  it('hold a source that is faster than the disk, in constant memory', async () => {
    let made = 0;
    let ahead = 0;
    let written = 0;
    const handle = {
      name: 'run.rec',
      createWritable: async () => ({
        write: async () => {
          await new Promise((resolve) => setTimeout(resolve, 2));
          written += 1;
        },
        close: async () => {},
        abort: async () => {},
      }),
    };
    const { growFile } = await import('../../src/platform/browser.js');
    const { fileSink } = await import('../../src/sinks/fileSink.js');
    const { recordingWriter } = await import('../../src/sinks/recordingWriter.js');
    const grown = growFile(handle);
    const appended = {
      write: async (bytes: Uint8Array) => (await grown).write(bytes),
      finish: async () => 'run.rec',
      abandon: async () => {},
    };
    const source = rate([0.5], { steps: 1000, seed: 1 }).pipe(
      map((step) => {
        made += 1;
        ahead = Math.max(ahead, made / 10 - written);
        return step;
      }),
    );
    await lastValueFrom(
      source.pipe(fileSink('recordTo', () => recordingWriter(appended, undefined, undefined, 10))),
    );
    expect(made).toBe(1000);
    expect(written).toBe(102);
    expect(ahead).toBeLessThanOrEqual(9);
  });

  it('take live streams of plain numbers', async () => {
    const path = file();
    const sensor = new Subject<number[]>();
    const done = lastValueFrom(sensor.pipe(leaky({ beta: 0.5 }), recordTo(path)));
    for (const value of [
      [1, 0],
      [1, 2],
      [0, 0],
    ])
      sensor.next(value);
    sensor.complete();
    const rec = await lastValueFrom(replay(await done).pipe(record()));
    expect(rec).toEqual(await lastValueFrom(of([1, 0], [1, 2], [0, 0]).pipe(leaky({ beta: 0.5 }), record())));
  });

  it('keep signals of any name, and replace a file that is there', async () => {
    const path = file();
    writeFileSync(path, 'what was there');
    const decay = neuron({ name: 'decay', state: { v: 1 }, step: ({ cur, v }) => ({ v: v / 2 + cur }) });
    await lastValueFrom(current([0, 0]).pipe(decay, recordTo(path)));
    expect((await lastValueFrom(replay(path).pipe(record()))).v!.data).toEqual(Float32Array.of(0.5, 0.25));
  });

  it('keep a layer that has the name of a signal of the last one, which record refuses', async () => {
    const path = file();
    const twice = neuron({ name: 'twice', state: { v: 0 }, step: ({ cur }) => ({ v: 2 * cur }) });
    await lastValueFrom(current([1, 3]).pipe(probe('v'), twice, recordTo(path)));
    const step = await lastValueFrom(replay(path));
    expect([step.signals.v!.data[0], step.layers.v!.cur!.data[0]]).toEqual([6, 3]);
    await expect(lastValueFrom(replay(path).pipe(record()))).rejects.toThrow(
      "record: 'v' names a layer and a signal of the last one",
    );
  });

  it('tell when the folder has gone meanwhile, and of a handle that is not for Node', async () => {
    const path = join(folder(), 'sub/run.rec');
    const gone = timer(100).pipe(
      tap(() => rmSync(join(path, '..'), { recursive: true })),
      ignoreElements(),
    );
    const source = concat(network.pipe(take(20)), gone, network);
    await expect(lastValueFrom(source.pipe(recordTo(path, { blockSteps: 7 })))).rejects.toThrow(
      `recordTo: cannot write ${path}: ENOENT: no such file or directory`,
    );
    const handle = { name: 'run.rec', createWritable: () => Promise.reject(new Error('no')) };
    await expect(lastValueFrom(network.pipe(recordTo(handle)))).rejects.toThrow(
      'recordTo: cannot write run.rec: Node writes to paths, not to file handles of a page',
    );
  });

  it('fail with the first write that does, and let go of the file', async () => {
    let abandoned = 0;
    const failing = {
      write: () => Promise.reject(new Error('disk full')),
      finish: async () => 'run.rec',
      abandon: async () => {
        abandoned += 1;
      },
    };
    const { fileSink } = await import('../../src/sinks/fileSink.js');
    const { recordingWriter } = await import('../../src/sinks/recordingWriter.js');
    const endless = rate([0.5], { steps: Number.POSITIVE_INFINITY });
    const full = fileSink('recordTo', () => recordingWriter(failing, undefined, undefined, 10));
    await expect(lastValueFrom(endless.pipe(full))).rejects.toThrow('disk full');
    expect(abandoned).toBeGreaterThan(0);
  });

  it('say what is wrong', async () => {
    const path = file();
    await expect(lastValueFrom(EMPTY.pipe(recordTo(path)))).rejects.toThrow(
      'recordTo: the stream ended without a step',
    );
    await expect(lastValueFrom(network.pipe(recordTo(path, { layers: 'hiden' })))).rejects.toThrow(
      "recordTo: no layer 'hiden', there are 'input', 'hidden'",
    );
    await expect(lastValueFrom(network.pipe(recordTo(path, { signals: ['syn'] })))).rejects.toThrow(
      "recordTo: layer 'input' has no syn, it has spk",
    );
    const changing = of([1], [1, 2]).pipe(probe('x'));
    await expect(lastValueFrom(changing.pipe(recordTo(path)))).rejects.toThrow(
      'recordTo: step 1 has shape [1, 2], the stream began with [1, 1]',
    );
    const below = join(path, 'below');
    writeFileSync(path, '');
    await expect(lastValueFrom(network.pipe(recordTo(below)))).rejects.toThrow(
      `recordTo: cannot write ${below}: E`,
    );
    const folderPath = folder();
    await expect(lastValueFrom(network.pipe(recordTo(folderPath)))).rejects.toThrow(
      `recordTo: cannot write ${folderPath}: EISDIR`,
    );
    expect(() => recordTo('')).toThrow("recordTo: path must be a non-empty string, got ''");
    expect(() => recordTo('x', { blockSteps: 0 })).toThrow(
      'recordTo: blockSteps must be a whole number, at least 1, got 0',
    );
    expect(() => replay(42 as never)).toThrow(
      'replay: the file must be a path, a URL, a Blob, a Uint8Array or an ArrayBuffer, got 42',
    );
    expect(() => replay({} as never)).toThrow('replay: the file must be a path');
    expect(() => replay('x', { from: -1 })).toThrow(
      'replay: from must be a whole number, at least 0, got -1',
    );
    expect(() => replay('x', { from: 5, to: 4 })).toThrow(
      'replay: to must be a whole number, at least 5, or Infinity, got 4',
    );
  });
});

/** A step of these very bits, which `tensor` would check. */
function stepWith(numbers: Float32Array, t: number): Step {
  return new Step(t, { spk: new HostTensor([1, numbers.length], numbers) });
}
