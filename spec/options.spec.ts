import { describe, expect, it } from '@jest/globals';
import * as api from 'rxsnn';
import { optionsOf } from '../src/options.js';

// biome-ignore lint/suspicious/noExplicitAny: what plain JavaScript may write
type Any = any;
type Call = (options: Any) => unknown;

const { Conv, Linear, input, output } = api;
const weights = { weight: [[1]], bias: [0] };
const kernel = { weight: { shape: [1, 1, 1, 1], data: [1] } };
const nodes = { input: input([1]), fc: api.linear(weights), output: output() };
const net = api.network({ nodes, edges: [['input', 'fc', 'output']] });
const canvas = { save() {}, restore() {}, scale() {}, fillRect() {} };

/** Every export that takes options: how it signs its errors where not by its name, an option, and a call. */
const factories: Record<string, { readonly sign?: string; readonly has: string; readonly call: Call }> = {
  // layers
  alpha: { has: 'resetMechanism', call: api.alpha },
  avgPool2d: { has: 'stride', call: (options) => api.avgPool2d(2, options) },
  batchNorm: { has: 'runningMean', call: api.batchNorm },
  Conv: { sign: 'Conv.init', has: 'groups', call: (options) => Conv.init(1, 1, [1], options) },
  conv1d: { has: 'dilation', call: (options) => api.conv1d(kernel, options) },
  conv2d: { has: 'dilation', call: (options) => api.conv2d(kernel, options) },
  cubaLi: { has: 'tauMem', call: api.cubaLi },
  cubaLif: { has: 'vThreshold', call: api.cubaLif },
  deltaLeaky: { has: 'deltaThreshold', call: api.deltaLeaky },
  flatten: { has: 'startDim', call: api.flatten },
  foldBatchNorm: { has: 'runningVar', call: (options) => api.foldBatchNorm(weights, options) },
  ifNeuron: { has: 'vReset', call: api.ifNeuron },
  integrator: { has: 'semantics', call: api.integrator },
  lapicque: { has: 'timeStep', call: api.lapicque },
  leaky: { has: 'resetMechanism', call: api.leaky },
  li: { has: 'vLeak', call: api.li },
  lif: { has: 'vThreshold', call: api.lif },
  Linear: { sign: 'Linear.init', has: 'seed', call: (options) => Linear.init(1, 1, options) },
  maxPool2d: { has: 'padding', call: (options) => api.maxPool2d(2, options) },
  neuron: { has: 'params', call: api.neuron },
  rleaky: { has: 'allToAll', call: api.rleaky },
  rsynaptic: { has: 'resetDelay', call: api.rsynaptic },
  slstm: { has: 'weight_ih', call: api.slstm },
  sumPool2d: { has: 'stride', call: (options) => api.sumPool2d(2, options) },
  synaptic: { has: 'resetDelay', call: api.synaptic },
  // sources and codes
  addressEvents: { has: 'format', call: (options) => api.addressEvents('x.dat', options) },
  current: { has: 'offset', call: (options) => api.current([1], options) },
  delta: { has: 'offSpike', call: api.delta },
  eventFile: { has: 'maxGap', call: (options) => api.eventFile('x.dat', options) },
  latency: { has: 'firstSpikeTime', call: (options) => api.latency([1], options) },
  latencyCode: { has: 'firstSpikeTime', call: (options) => api.latencyCode([1], options) },
  latencyInterpolate: { has: 'onTarget', call: (options) => api.latencyInterpolate([1], options) },
  rand: { has: 'seed', call: (options) => api.rand([1], options) },
  rate: { has: 'firstSpikeTime', call: (options) => api.rate([1], options) },
  rateConv: { has: 'offset', call: (options) => api.rateConv([[1]], options) },
  rateInterpolate: { has: 'offTarget', call: (options) => api.rateInterpolate([1], options) },
  replay: { has: 'strict', call: (options) => api.replay('x.rec', options) },
  targetRateCode: { has: 'firingPattern', call: api.targetRateCode },
  targetsConvert: { has: 'correctRate', call: (options) => api.targetsConvert([1], options) },
  targetsLatency: { has: 'numClasses', call: (options) => api.targetsLatency([1], options) },
  targetsRate: { has: 'numClasses', call: (options) => api.targetsRate([1], options) },
  // sinks and readouts
  accuracyRate: { has: 'numClasses', call: (options) => api.accuracyRate([1], options) },
  accuracyTemporal: { has: 'numClasses', call: (options) => api.accuracyTemporal([1], options) },
  animator: { has: 'colorMap', call: api.animator },
  curMemSpk: { has: 'threshold', call: api.curMemSpk },
  decodeRate: { has: 'numClasses', call: api.decodeRate },
  decodeTemporal: { has: 'layer', call: api.decodeTemporal },
  draw: { has: 'scale', call: (options) => api.draw(canvas, options) },
  eventCloud: { has: 'colors', call: (options) => api.eventCloud('hidden', options) },
  eventsCsv: { has: 'signal', call: (options) => api.eventsCsv('x.csv', options) },
  frames: { has: 'prefix', call: (options) => api.frames('x', options) },
  heatmap: { has: 'colorMap', call: (options) => api.heatmap(['hidden'], options) },
  isi: { has: 'longest', call: api.isi },
  nirData: { has: 'spikes', call: (options) => api.nirData('x.nir', options) },
  npz: { has: 'compress', call: (options) => api.npz('x.npz', options) },
  png: { has: 'scale', call: (options) => api.png('x.png', options) },
  raster: { has: 'dotSize', call: api.raster },
  rates: { has: 'neurons', call: api.rates },
  record: { has: 'signals', call: (options) => api.record('hidden', options) },
  recordTo: { has: 'blockSteps', call: (options) => api.recordTo('x.rec', options) },
  spikeCount: { has: 'timeBar', call: api.spikeCount },
  spikeTriggered: { has: 'neurons', call: api.spikeTriggered },
  traces: { has: 'spikeHeight', call: api.traces },
  video: { has: 'quality', call: (options) => api.video('x.mp4', options) },
  // plots
  animatorFrame: { sign: 'animator', has: 'colorMap', call: api.animatorFrame },
  countFrame: { sign: 'spikeCount', has: 'timeBar', call: api.countFrame },
  eventCloudFrame: { sign: 'eventCloud', has: 'colors', call: api.eventCloudFrame },
  heatmapFrame: { sign: 'heatmap', has: 'colorMap', call: api.heatmapFrame },
  isiFrame: { sign: 'isi', has: 'longest', call: api.isiFrame },
  rasterFrame: { sign: 'raster', has: 'dotSize', call: api.rasterFrame },
  ratesFrame: { sign: 'rates', has: 'panels', call: api.ratesFrame },
  signalsFrame: { sign: 'signals', has: 'threshold', call: api.signalsFrame },
  spikeTriggeredFrame: { sign: 'spikeTriggered', has: 'snippets', call: api.spikeTriggeredFrame },
  tracesFrame: { sign: 'traces', has: 'spikeHeight', call: api.tracesFrame },
  // time, networks and files
  compare: { has: 'tolerance', call: (options) => api.compare({}, {}, options) },
  loadWeights: { has: 'strict', call: (options) => api.loadWeights(net, {}, options) },
  meter: { has: 'fanOut', call: (options) => api.meter(() => {}, options) },
  network: { has: 'edges', call: api.network },
  pace: { has: 'onLate', call: api.pace },
  readMnist: { has: 'split', call: (options) => api.readMnist('x', options) },
  readNir: { has: 'typeCheck', call: (options) => api.readNir('x.nir', options) },
  rewind: { has: 'settings', call: api.rewind },
  summary: { has: 'activity', call: (options) => api.summary(net, [1, 1], options) },
  toNir: { has: 'shape', call: (options) => api.toNir(net, options) },
  writeNir: { has: 'shape', call: (options) => api.writeNir(net, options) },
  writeNpz: { has: 'compress', call: (options) => api.writeNpz({}, options) },
};

/** The exports that take none. */
const others =
  'Step Summary block delay devices dropout explain fromOneHot input linear output probe readIdx readNpy readNpz ' +
  'readSafetensors scale spikes tee tensor threshold to toMermaid toOneHot toOneHotInverse writeNpy';

/** snnTorch's spelling of a name; for one word, which it spells alike, a slip. */
function slipOf(name: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return snake === name ? `${name}x` : snake;
}

const outcome = async (call: Call, options: unknown) => call(options);

describe('options', () => {
  it('are looked at by every export that takes some', () => {
    const functions = Object.entries(api).flatMap(([name, of]) => (typeof of === 'function' ? [name] : []));
    expect([...Object.keys(factories), ...others.split(' ')].sort()).toEqual(functions.sort());
  });

  it.each(Object.entries(factories))('%s refuses one that it does not have', async (name, of) => {
    const { sign = name, has, call } = of;
    const slip = slipOf(has);
    await expect(outcome(call, { [slip]: undefined })).rejects.toThrow(
      new TypeError(`${sign}: has no option '${slip}'; did you mean '${has}'?`),
    );
    await expect(outcome(call, { [has]: undefined, nothingNear: 1 })).rejects.toThrow(
      new RegExp(`^${sign}: has no option 'nothingNear'; there are ('\\w+', )*'${has}'`),
    );
  });

  it('are those of the form that was asked for', () => {
    expect(() => api.rate([[1]], { timeVarInput: true, gain: 2 } as Any)).toThrow(
      "rate, timeVarInput: has no option 'gain'; there are 'timeVarInput', 'firstSpikeTime', 'seed', 'steps'",
    );
    expect(() => api.network({ type: 'NIRGraph', nodes: {}, edges: [] }, { DT: 1 } as Any)).toThrow(
      "network: has no option 'DT'; did you mean 'dt'?",
    );
    expect(() => api.delta([[1]], { off_spike: true } as Any)).toThrow(/^delta: .* 'offSpike'\?$/);
    expect(() => api.raster('hidden', { dot_size: 2 } as Any)).toThrow(/^raster: .* 'dotSize'\?$/);
  });

  it('may be undefined, and inherited names are not looked at', () => {
    expect(() => api.leaky({ beta: 0.9, threshold: undefined } as Any)).not.toThrow();
    class Chosen {
      beta = 0.9;
      get reset_mechanism() {
        return 'none';
      }
    }
    expect(() => api.leaky(Object.assign(Object.create({ treshold: 5 }), new Chosen()))).not.toThrow();
    expect(() => api.leaky(new Chosen())).not.toThrow();
  });

  it('are an object', () => {
    expect(() => api.leaky(3 as Any)).toThrow(new TypeError('leaky: takes an object of options, got 3'));
    expect(() => api.flatten(null as Any)).toThrow('flatten: takes an object of options, got null');
  });

  it('are listed in full, or do not compile', () => {
    const options: { a: number; b?: number } = { a: 1 };
    expect(optionsOf('own', options, ['a', 'b'])).toBe(options);
    // @ts-expect-error b is missing
    optionsOf('own', options, ['a']);
    // @ts-expect-error there is no c
    optionsOf('own', options, ['a', 'b', 'c']);
  });
});
