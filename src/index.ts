export { fromOneHot } from './coding/fromOneHot.js';
export { type LatencyCodeOptions, latencyCode } from './coding/latencyCode.js';
export type { LatencyOptions } from './coding/latencyFrames.js';
export { type LatencyInterpolateOptions, latencyInterpolate } from './coding/latencyInterpolate.js';
export { type RateInterpolateOptions, rateInterpolate } from './coding/rateInterpolate.js';
export {
  type FiringPattern,
  type RateCode,
  type TargetRateCodeOptions,
  targetRateCode,
} from './coding/targetRateCode.js';
export { type TargetsConvertOptions, targetsConvert } from './coding/targetsConvert.js';
export { type TargetsLatencyOptions, targetsLatency } from './coding/targetsLatency.js';
export { type TargetsRateOptions, targetsRate } from './coding/targetsRate.js';
export { toOneHot } from './coding/toOneHot.js';
export { toOneHotInverse } from './coding/toOneHotInverse.js';
export { type Comparable, type CompareOptions, compare } from './compare/compare.js';
export type { Comparison, Difference, SignalComparison } from './compare/comparison.js';
export type { Counts as DeviceCounts, Device } from './devices/device.js';
export { explain } from './devices/explain.js';
export { type DeviceReport, devices } from './devices/registry.js';
export { DEVICE_NAMES, type DeviceName } from './devices/table.js';
export type { Flow, Stateful } from './flow.js';
export type { PathOrBytes } from './io/bytes/bytes.js';
export type { Bits, Chip, ChipName } from './io/eventFiles/chips.js';
export type { AddressEvents, EventFormat, EventReadOptions, Sensor } from './io/eventFiles/events.js';
export { type Idx, type IdxData, readIdx } from './io/idx.js';
export { type Mnist, type MnistOptions, readMnist } from './io/mnist.js';
export type * from './io/nir/connections.js';
export type * from './io/nir/neurons.js';
export type {
  NirArray,
  NirGraph,
  NirLeaf,
  NirMetadata,
  NirNode,
  NirType,
  NirValue,
  Pair as NirPair,
} from './io/nir/nodes.js';
export { type ReadNirOptions, readNir } from './io/nir/readNir.js';
export { type NpyArray, type NpyValues, readNpy, writeNpy } from './io/npy.js';
export { readNpz, writeNpz } from './io/npz.js';
export type { NumberArray } from './io/numbers.js';
export { type FileTensor, readSafetensors } from './io/safetensors.js';
export { type AlphaOptions, alpha } from './layers/alpha.js';
export { avgPool2d } from './layers/avgPool2d.js';
export type { Padding } from './layers/axes.js';
export { type BatchNormStatistics, batchNorm, foldBatchNorm } from './layers/batchNorm.js';
export { block } from './layers/block.js';
export { Conv, type ConvInitOptions, type ConvWeights } from './layers/conv.js';
export { type Conv1dOptions, conv1d } from './layers/conv1d.js';
export { type Conv2dOptions, conv2d } from './layers/conv2d.js';
export { type CubaLiOptions, cubaLi } from './layers/cubaLi.js';
export { type CubaLifOptions, cubaLif } from './layers/cubaLif.js';
export { delay } from './layers/delay.js';
export { type DeltaLeakyOptions, deltaLeaky } from './layers/deltaLeaky.js';
export { dropout } from './layers/dropout.js';
export type { ResetMechanism } from './layers/firing.js';
export { type FlattenOptions, flatten } from './layers/flatten.js';
export { type IfNeuronOptions, ifNeuron } from './layers/ifNeuron.js';
export { type IntegratorOptions, integrator } from './layers/integrator.js';
export { type LapicqueOptions, lapicque } from './layers/lapicque.js';
export type {
  LayerContext,
  LayerDefinition,
  LayerOperator,
  RunningLayer,
  SignalName,
  StepOperator,
} from './layers/layer.js';
export { type LeakyOptions, leaky } from './layers/leaky.js';
export { type LiOptions, li } from './layers/li.js';
export { type LifOptions, lif } from './layers/lif.js';
export { Linear, type LinearInitOptions, type LinearWeights, linear } from './layers/linear.js';
export type { LstmWeights } from './layers/lstmGates.js';
export { maxPool2d } from './layers/maxPool2d.js';
export { type NeuronOptions, neuron, type StepValues } from './layers/neuron.js';
export type { Semantics } from './layers/nir/semantics.js';
export type { Pool2dOptions } from './layers/pooling.js';
export { probe } from './layers/probe.js';
export { type RleakyOptions, rleaky } from './layers/rleaky.js';
export { type RsynapticOptions, rsynaptic } from './layers/rsynaptic.js';
export { scale } from './layers/scale.js';
export type { Live } from './layers/setting.js';
export { type SlstmOptions, slstm } from './layers/slstm.js';
export { sumPool2d } from './layers/sumPool2d.js';
export { type SynapticOptions, synaptic } from './layers/synaptic.js';
export { threshold } from './layers/threshold.js';
export { to } from './layers/to.js';
export type { Edge } from './network/edges.js';
export type { Source as SummarySource } from './network/flatten.js';
export type { NetworkDefinition } from './network/graph.js';
export { type LoadWeightsOptions, loadWeights, type NamedTensors } from './network/loadWeights.js';
export { input, type Marker, output } from './network/markers.js';
export type { KeptNames, NetworkOperator, NetworkOptions } from './network/network.js';
export {
  type Operations,
  type Summarised,
  Summary,
  type SummaryLayer,
  type SummaryOptions,
  summary,
} from './network/summary.js';
export { toMermaid } from './network/toMermaid.js';
export type { NirNetworkOptions } from './nir/fromNir.js';
export { network } from './nir/network.js';
export { toNir } from './nir/toNir.js';
export type { ToNirOptions } from './nir/translated.js';
export { writeNir } from './nir/writeNir.js';
export type { FileHandleLike, GpuMode, WritableLike } from './platform/platform.js';
export type { Palette } from './plot/colorMap.js';
export * from './plot/index.js';
export type { Range } from './plot/range.js';
export { rand } from './random.js';
export { accuracyRate } from './readouts/accuracyRate.js';
export { accuracyTemporal } from './readouts/accuracyTemporal.js';
export type { Counts as SpikeCounts } from './readouts/counting.js';
export { decodeRate, type RateAnswer } from './readouts/decodeRate.js';
export { decodeTemporal, type TemporalAnswer } from './readouts/decodeTemporal.js';
export type { FirstSpikes } from './readouts/firstSpikes.js';
export type { Answer, Graded, ReadoutOptions } from './readouts/readout.js';
export type { LayerTraces, Recording, Trace } from './recording.js';
export type { Shape } from './shape.js';
export { type AnimatorSinkOptions, animator } from './sinks/animator.js';
export { type CurMemSpkOptions, curMemSpk } from './sinks/curMemSpk.js';
export { type DrawCanvas, type DrawContext, type DrawOptions, type DrawTarget, draw } from './sinks/draw.js';
export { type EventCloudSinkOptions, eventCloud } from './sinks/eventCloud.js';
export { type EventsCsvOptions, eventsCsv } from './sinks/eventsCsv.js';
export { type FramesOptions, frames } from './sinks/frames.js';
export { type HeatmapSinkOptions, heatmap } from './sinks/heatmap.js';
export { type IsiSinkOptions, isi } from './sinks/isi.js';
export { type NirDataOptions, nirData } from './sinks/nirData.js';
export { type NpzOptions, npz } from './sinks/npz.js';
export { type PngOptions, png } from './sinks/png.js';
export { type RasterSinkOptions, raster } from './sinks/raster.js';
export { type RatesSinkOptions, rates } from './sinks/rates.js';
export { type RecordOptions, record } from './sinks/record.js';
export { type RecordToOptions, recordTo } from './sinks/recordTo.js';
export type { Sink } from './sinks/sink.js';
export { type SpikeCountOptions, spikeCount } from './sinks/spikeCount.js';
export { type SpikeTriggeredSinkOptions, spikeTriggered } from './sinks/spikeTriggered.js';
export { tee } from './sinks/tee.js';
export { type TracesSinkOptions, traces } from './sinks/traces.js';
export { type VideoEncoderName, type VideoOptions, video } from './sinks/video.js';
export { addressEvents, type EventChunk } from './sources/addressEvents.js';
export { type CurrentOptions, current } from './sources/current.js';
export { type DeltaOptions, delta } from './sources/delta.js';
export { type EventFileOptions, eventFile } from './sources/eventFile.js';
export { type LatencySourceOptions, latency } from './sources/latency.js';
export { type RateOptions, rate, type TimeVaryingRateOptions } from './sources/rate.js';
export { type RateConvOptions, rateConv } from './sources/rateConv.js';
export { type ReplayOptions, replay } from './sources/replay.js';
export { spikes } from './sources/spikes.js';
export type { SteadyOptions } from './sources/steady.js';
export { type Signals, Step, type StepLike } from './step.js';
export { type Tensor, type TensorLike, tensor } from './tensor.js';
export type { Moment } from './time/history.js';
export type { OnLate } from './time/late.js';
export { type MeterOptions, type MeterReport, meter } from './time/meter.js';
export { type PaceOptions, pace } from './time/pace.js';
export { type RewindOptions, rewind } from './time/rewind.js';
export type { SettingSubject } from './time/tape.js';
