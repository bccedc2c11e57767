import type { HeldTraces } from '../../recording.js';
import { layoutOf, sizeOf } from '../../shape.js';
import { h5Text } from '../hdf5/h5Text.js';
import type { H5Array, H5Tree } from '../hdf5/writeHdf5.js';

const observables: Readonly<Record<string, string>> = { spk: 'spikes', mem: 'membrane' };

/** One signal, sample by sample: value (sample, step, neuron) is at `sample * steps * neurons + step * neurons + neuron`. */
interface Grid {
  readonly samples: number;
  readonly steps: number;
  readonly neurons: number;
  readonly data: Float32Array;
}

/** Traces as the groups of an NIRData file. */
export function nirDataTree(
  { signals, data, steps }: HeldTraces,
  dt: number,
  spikes: 'grid' | 'events',
): H5Tree {
  const nodes = new Map<string, Map<string, H5Tree>>();
  if (signals.some(({ layer }) => layer === null) && signals.some(({ layer }) => layer === 'output')) {
    throw new TypeError("nirData: the last layer must be probed, since another one has its name 'output'");
  }
  signals.forEach(({ layer, signal, shape }, i) => {
    const name = layer ?? 'output';
    const node = nodes.get(name) ?? new Map<string, H5Tree>();
    nodes.set(name, node);
    const grid = bySample(data[i]!, steps, layoutOf(shape));
    const tree = signal === 'spk' && spikes === 'events' ? events(grid, dt) : gridded(grid, signal, dt);
    const observable = observables[signal] ?? signal;
    if (node.has(observable)) throw new TypeError(`nirData: '${name}' has two signals for '${observable}'`);
    node.set(observable, tree);
  });
  const typed = [...nodes].map(([name, node]): [string, H5Tree] => [
    name,
    tree({ observables: tree(Object.fromEntries(node)) }, { __type__: h5Text('NIRNodeData') }),
  ]);
  return tree({ nodes: tree(Object.fromEntries(typed)) }, { __type__: h5Text('NIRGraphData') });
}

function bySample(data: Float32Array, steps: number, { batch, features }: ReturnType<typeof layoutOf>): Grid {
  const turned = new Float32Array(data.length);
  for (let step = 0; step < steps; step += 1) {
    for (let sample = 0; sample < batch; sample += 1) {
      const from = (step * batch + sample) * features;
      turned.set(data.subarray(from, from + features), (sample * steps + step) * features);
    }
  }
  return { samples: batch, steps, neurons: features, data: turned };
}

function gridded({ samples, steps, neurons, data }: Grid, signal: string, dt: number): H5Tree {
  const binary = signal === 'spk' && data.every((value) => value === 0 || value === 1);
  const shape = [samples, steps, neurons];
  const values = binary ? Array.from(data, (value) => value === 1) : data;
  return tree({ data: { shape, data: values } }, { __type__: h5Text('TimeGriddedData'), dt: double(dt) });
}

/** The neuron and the time of each event, one row a sample; short rows are filled up with -1 and infinity. */
function events({ samples, steps, neurons, data }: Grid, dt: number): H5Tree {
  const perSample = Array.from({ length: samples }, (_, sample) => {
    const own = data.subarray(sample * steps * neurons, (sample + 1) * steps * neurons);
    return Array.from(own.keys()).filter((place) => own[place] !== 0);
  });
  const most = perSample.reduce((length, places) => Math.max(length, places.length), 0);
  const shape = [samples, most];
  const idx = new BigInt64Array(sizeOf(shape)).fill(-1n);
  const time = new Float64Array(sizeOf(shape)).fill(Number.POSITIVE_INFINITY);
  const value = new Float32Array(sizeOf(shape));
  perSample.forEach((places, sample) => {
    places.forEach((place, i) => {
      const at = sample * most + i;
      idx[at] = BigInt(place % neurons);
      // the middle of the step: its beginning may round to the step before
      time[at] = (Math.floor(place / neurons) + 0.5) * dt;
      value[at] = data[sample * steps * neurons + place]!;
    });
  });
  const graded = value.some((size) => size !== 0 && size !== 1);
  const columns = { idx: { shape, data: idx }, time: { shape, data: time } };
  return tree(graded ? { ...columns, value: { shape, data: value } } : columns, {
    __type__: h5Text(graded ? 'ValuedEventData' : 'EventData'),
    n_neurons: { shape: [], data: BigInt64Array.of(BigInt(neurons)) },
    t_max: double(steps * dt),
  });
}

function tree(
  children: Readonly<Record<string, H5Tree | H5Array>>,
  attributes?: Readonly<Record<string, H5Array>>,
): H5Tree {
  return Object.assign(new Map(Object.entries(children)), attributes && { attributes });
}

function double(value: number): H5Array {
  return { shape: [], data: Float64Array.of(value) };
}
