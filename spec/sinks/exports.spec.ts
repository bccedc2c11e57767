import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { concat, EMPTY, lastValueFrom, NEVER, take, throwError } from 'rxjs';
import {
  eventsCsv,
  leaky,
  neuron,
  nirData,
  npz,
  probe,
  readNpz,
  record,
  recordTo,
  replay,
  spikes,
  tee,
} from 'rxsnn';
import { filesIn, temporaryFolders, until } from '../helpers/files.js';

// files and processes of a machine that may be busy
jest.setTimeout(60_000);

const folder = temporaryFolders();
/** Three steps of two samples of two neurons. */
const steps$ = spikes([
  [
    [1, 0],
    [0, 0],
  ],
  [
    [0, 0],
    [0, 0],
  ],
  [
    [0, 1],
    [2, 1],
  ],
]).pipe(probe('input'), leaky({ beta: 0.5, threshold: 0.75 }), probe('the "lif", 2'));

describe('eventsCsv', () => {
  it('writes a row for each spike, in the order of time', async () => {
    const path = join(folder(), 'a/spikes.csv');
    expect(await lastValueFrom(steps$.pipe(eventsCsv(path, ['input', 'the "lif", 2'])))).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe(
      `step,layer,sample,neuron,value
0,input,0,0,1
0,"the ""lif"", 2",0,0,1
2,input,0,1,1
2,input,1,0,2
2,input,1,1,1
2,"the ""lif"", 2",0,1,1
2,"the ""lif"", 2",1,0,1
2,"the ""lif"", 2",1,1,1
`,
    );
  });

  it('writes times in seconds, of the last layer and of any signal', async () => {
    const path = join(folder(), 'spikes.csv');
    await lastValueFrom(steps$.pipe(eventsCsv(path, { dt: 0.001, signal: 'mem' }), take(1)));
    expect(readFileSync(path, 'utf8').split('\n').slice(0, 3)).toEqual([
      'time,layer,sample,neuron,value',
      '0,,0,0,1',
      '0.001,,0,0,-0.25',
    ]);
  });

  it('writes recordings, of a file and in memory, as the stream itself', async () => {
    const root = folder();
    const names = ['live', 'held', 'file'].map((name) => join(root, `${name}.csv`)) as [
      string,
      string,
      string,
    ];
    const layers = ['input', 'the "lif", 2'];
    const [rec, path] = await lastValueFrom(
      steps$.pipe(tee(record(), recordTo(join(root, 'run.rec')), eventsCsv(names[0], layers))),
    );
    await lastValueFrom(replay(rec).pipe(eventsCsv(names[1], layers)));
    await lastValueFrom(replay(path).pipe(eventsCsv(names[2], layers)));
    const texts = names.map((name) => readFileSync(name, 'utf8'));
    expect(new Set(texts).size).toBe(1);
  });

  it('leaves no file of a stream that fails, is unsubscribed or has no step', async () => {
    const root = folder();
    const path = join(root, 'spikes.csv');
    const broken = concat(
      steps$,
      throwError(() => new Error('sensor gone')),
    );
    await expect(lastValueFrom(broken.pipe(eventsCsv(path)))).rejects.toThrow('sensor gone');
    await expect(lastValueFrom(EMPTY.pipe(eventsCsv(path)))).rejects.toThrow(
      'eventsCsv: the stream ended without a step',
    );
    const many = spikes(Array(3000).fill(Array(10).fill(1)));
    const running = concat(many, NEVER).pipe(eventsCsv(path)).subscribe();
    await until(() => filesIn(root).length === 1);
    running.unsubscribe();
    await until(() => filesIn(root).length === 0);
    await expect(lastValueFrom(steps$.pipe(eventsCsv(path, 'hidden')))).rejects.toThrow(
      "eventsCsv: no layer 'hidden'",
    );
    const taken = folder();
    await expect(lastValueFrom(steps$.pipe(eventsCsv(taken)))).rejects.toThrow(
      `eventsCsv: cannot write ${taken}: EISDIR: illegal operation on a directory`,
    );
    expect(readdirSync(dirname(taken)).filter((name) => name.startsWith(`${basename(taken)}.`))).toEqual([]);
    expect(() => eventsCsv(path, { dt: 0 })).toThrow('eventsCsv: dt must be above 0, got 0');
  });
});

describe('npz', () => {
  it('writes an array a signal, of the stream, of a recording and of a file', async () => {
    const root = folder();
    const [rec, path] = await lastValueFrom(
      steps$.pipe(tee(record(), recordTo(join(root, 'run.rec')), npz(join(root, 'live.npz')))),
    );
    await lastValueFrom(replay(rec).pipe(npz(join(root, 'held.npz'))));
    await lastValueFrom(replay(path).pipe(npz(join(root, 'file.npz'))));
    const files = ['live', 'held', 'file'].map((name) =>
      readFileSync(join(root, `${name}.npz`)).toString('hex'),
    );
    expect(new Set(files).size).toBe(1);
    const arrays = await readNpz(join(root, 'live.npz'));
    expect(Object.keys(arrays)).toEqual(['input.spk', 'the "lif", 2.spk', 'the "lif", 2.mem']);
    expect(arrays['input.spk']).toEqual({ ...rec.input!.spk, dtype: '<f4' });
  });

  it('names what was not probed by its signal alone, and keeps what is asked for', async () => {
    const path = join(folder(), 'x.npz');
    await lastValueFrom(steps$.pipe(leaky({ beta: 0 }), npz(path, { signals: ['mem'] })));
    expect(Object.keys(await readNpz(path))).toEqual(['the "lif", 2.mem', 'mem']);
    await lastValueFrom(steps$.pipe(npz(path, { layers: 'input', compress: false })));
    expect(Object.keys(await readNpz(path))).toEqual(['input.spk']);
  });

  it('says what is wrong, in its own name', async () => {
    const path = join(folder(), 'x.npz');
    await expect(lastValueFrom(steps$.pipe(npz(path, { layers: 'hidden' })))).rejects.toThrow(
      "npz: no layer 'hidden'",
    );
    await expect(lastValueFrom(EMPTY.pipe(npz(path)))).rejects.toThrow(
      'npz: the stream ended without a step',
    );
    writeFileSync(path, '');
    await expect(lastValueFrom(steps$.pipe(npz(`${path}/x`)))).rejects.toThrow(
      `npz: cannot write ${path}/x: E`,
    );
    expect(() => npz('')).toThrow("npz: path must be a non-empty string, got ''");
  });
});

describe('nirData', () => {
  /** What the C library of HDF5 finds in a file. */
  async function read(path: string): Promise<Record<string, unknown>> {
    const script = `
      import h5wasm from 'h5wasm/node';
      await h5wasm.ready;
      const attributes = (o) => Object.fromEntries(Object.entries(o.attrs).map(([name, a]) => [name, a.value]));
      const walk = (o) => ({ ...attributes(o), ...(o.keys
        ? Object.fromEntries(o.keys().map((name) => [name, walk(o.get(name))]))
        : { shape: o.shape, dtype: o.metadata.enum_type ? 'bool' : o.dtype, value: Array.from(o.value, Number) }) });
      const root = walk(new h5wasm.File(process.argv[1], 'r'));
      console.log(JSON.stringify(root, (_, v) => typeof v === 'bigint' ? Number(v) : v === Infinity ? 'inf' : v));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      path,
    ]);
    return JSON.parse(stdout);
  }

  it('writes grids of samples, steps and neurons', async () => {
    const path = join(folder(), 'x.h5');
    await lastValueFrom(
      steps$.pipe(
        leaky({ beta: 0.5, threshold: 9 }),
        nirData(path, { dt: 1e-3, layers: ['input', 'the "lif", 2'] }),
      ),
    );
    const grid = { __type__: 'TimeGriddedData', dt: 1e-3 };
    expect(await read(path)).toMatchObject({
      __type__: 'NIRGraphData',
      nodes: {
        input: {
          __type__: 'NIRNodeData',
          // graded: not booleans
          observables: {
            spikes: {
              ...grid,
              data: { shape: [2, 3, 2], dtype: '<f', value: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 1] },
            },
          },
        },
        'the "lif", 2': {
          observables: {
            spikes: {
              ...grid,
              data: { shape: [2, 3, 2], dtype: 'bool', value: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1] },
            },
            membrane: { ...grid, data: { shape: [2, 3, 2], dtype: '<f' } },
          },
        },
      },
    });
  });

  it('writes events, a row a sample, filled up to the longest', async () => {
    const path = join(folder(), 'x.h5');
    await lastValueFrom(steps$.pipe(nirData(path, { dt: 2, spikes: 'events', signals: ['spk'] })));
    const common = {
      n_neurons: 2,
      t_max: 6,
      idx: { shape: [2, 2], dtype: '<q', value: [0, 1, 0, 1] },
      time: { shape: [2, 2], dtype: '<d', value: [1, 5, 5, 5] },
    };
    expect(await read(path)).toMatchObject({
      nodes: {
        input: {
          observables: { spikes: { __type__: 'ValuedEventData', ...common, value: { value: [1, 1, 2, 1] } } },
        },
        'the "lif", 2': { observables: { spikes: { __type__: 'EventData', ...common } } },
      },
    });
    const uneven = spikes([
      [
        [1, 1],
        [0, 1],
      ],
    ]);
    await lastValueFrom(uneven.pipe(nirData(path, { dt: 2, spikes: 'events' })));
    expect(await read(path)).toMatchObject({
      nodes: {
        output: {
          observables: { spikes: { idx: { value: [0, 1, 1, -1] }, time: { value: [1, 1, 1, 'inf'] } } },
        },
      },
    });
  });

  it('refuses a last layer whose name another has, two signals under one name, and options out of range', async () => {
    const path = join(folder(), 'x.h5');
    const taken = spikes([[1]]).pipe(probe('output'), leaky({ beta: 0 }), nirData(path, { dt: 1 }));
    await expect(lastValueFrom(taken)).rejects.toThrow(
      "nirData: the last layer must be probed, since another one has its name 'output'",
    );
    const twins = neuron({
      name: 'twins',
      state: { mem: 0 },
      step: ({ cur }) => ({ mem: cur, membrane: 0 }),
    });
    await expect(lastValueFrom(spikes([[1]]).pipe(twins, nirData(path, { dt: 1 })))).rejects.toThrow(
      "nirData: 'output' has two signals for 'membrane'",
    );
    expect(() => nirData(path, {} as never)).toThrow('nirData: dt must be');
    expect(() => nirData(path, { dt: 1, spikes: 'bits' as never })).toThrow(
      "spikes must be one of 'grid', 'events'",
    );
  });
});
