import {
  alpha,
  cubaLi,
  cubaLif,
  ifNeuron,
  integrator,
  type LayerOperator,
  lapicque,
  leaky,
  li,
  lif,
  rleaky,
  rsynaptic,
  type Semantics,
  slstm,
  synaptic,
} from 'rxsnn';
import { decodeAll, type Packed, type ReferenceCase } from './decode.js';

// biome-ignore lint/suspicious/noExplicitAny: each takes options of its own
const neurons: Record<string, (options: any) => LayerOperator> = {
  alpha,
  lapicque,
  leaky,
  rleaky: recurrently(rleaky),
  rsynaptic: recurrently(rsynaptic),
  slstm: ({ params, inputSize: _in, hiddenSize: _out, ...options }) => slstm({ ...params, ...options }),
  synaptic,
};

/** A neuron of NIR with its traces under each of the semantics. */
export interface GoldenCase {
  readonly model: string;
  readonly options: Record<string, unknown>;
  readonly input: Record<string, Packed>;
  readonly profiles: Partial<Record<Semantics, Record<string, Packed>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: each takes options of its own
export const integrators: Record<string, (options: any) => LayerOperator> = {
  cubaLi,
  cubaLif,
  ifNeuron,
  integrator,
  li,
  lif,
};

/** The layer of a case that snnTorch computed. */
export function layerOf({ model, options }: ReferenceCase): LayerOperator {
  return neurons[model]!(decodeOptions(options));
}

/** Our name of snnTorch's `syn_exc`. */
export function signalOf(name: string): string {
  return name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
}

/** Takes the connection as the cases write it. */
function recurrently<Options>(make: (options: Options) => LayerOperator) {
  return ({ recurrentWeight, recurrentBias, ...options }: Options & Record<string, unknown>) =>
    make({
      ...options,
      ...(recurrentWeight ? { recurrent: { weight: recurrentWeight, bias: recurrentBias } } : {}),
    } as Options);
}

/** Arrays among the options of a case, one within another too, as tensors. */
function decodeOptions(options: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(options).map(([name, value]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [name, value];
    if ('f32' in value) return [name, decodeAll({ value: value as Packed }).value];
    return [name, decodeOptions(value as Record<string, unknown>)];
  });
  return Object.fromEntries(entries);
}
