import type { DenseWeights, Device } from '../devices/device.js';
import { defineModel } from '../devices/model.js';
import { describeShape, type Shape } from '../shape.js';
import type { Tensor, TensorLike } from '../tensor.js';
import { weightsOf } from './linear.js';
import { finite } from './weights.js';

/** The weights of an LSTM cell, named and laid out as in `torch.nn.LSTMCell`: input, forget, cell and output gate. */
export interface LstmWeights {
  /** [4 x neurons, inputs] */
  readonly weight_ih: TensorLike;
  /** [4 x neurons, neurons] */
  readonly weight_hh: TensorLike;
  /** [4 x neurons]. Default zeros. */
  readonly bias_ih?: TensorLike;
  /** [4 x neurons]. Default zeros. */
  readonly bias_hh?: TensorLike;
}

/** Their names. */
export const LSTM_WEIGHTS = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'] as const;

/** A gate's connections: from the input, and from the layer's own membranes. */
export interface GateWeights {
  readonly input: DenseWeights;
  readonly own: DenseWeights;
}

/** The four gates of an LSTM cell, apart; throws where the weights do not go together. */
export function gatesOf({ weight_ih, weight_hh, bias_ih, bias_hh }: LstmWeights) {
  const outer = rowsOf('ih', weight_ih, bias_ih);
  const inner = rowsOf('hh', weight_hh, bias_hh);
  const [{ inputs, outputs: rows }, { inputs: columns, outputs: neurons }] = [outer[0]!, inner[0]!];
  if (columns !== neurons) {
    throw new RangeError(`slstm: weight_hh is for ${columns} neurons, it has rows for ${neurons}`);
  }
  if (rows !== neurons) {
    throw new RangeError(`slstm: weight_ih has rows for ${rows} neurons, weight_hh for ${neurons}`);
  }
  const gates = outer.map((input, i): GateWeights => ({ input, own: inner[i]! }));
  return { inputs, neurons, gates };
}

function rowsOf(of: 'ih' | 'hh', weight: TensorLike, bias: TensorLike | undefined): readonly DenseWeights[] {
  if (weight === undefined) throw new TypeError(`slstm: weight_${of} must be given`);
  const { shape, data } = finite(`slstm: weight_${of}`, weight);
  const [rows = 0, inputs = 0] = shape;
  if (shape.length !== 2 || rows === 0 || rows % 4 !== 0) {
    throw new RangeError(
      `slstm: weight_${of} must be [4 x neurons, inputs], got shape ${describeShape(shape)}`,
    );
  }
  const biases = bias === undefined ? undefined : finite(`slstm: bias_${of}`, bias).data;
  if (biases && biases.length !== rows) {
    throw new RangeError(`slstm: bias_${of} has ${biases.length} values, weight_${of} has ${rows} rows`);
  }
  const neurons = rows / 4;
  return [0, 1, 2, 3].map((gate) => {
    const part = (values: Float32Array, width: number) =>
      values.slice(gate * neurons * width, (gate + 1) * neurons * width);
    const own = { shape: [neurons, inputs], data: part(data, inputs) };
    return weightsOf('slstm', { weight: own, bias: biases && part(biases, 1) });
  });
}

/** A gate at work: what flows into it from the input and from the membranes. */
export interface Gate {
  run(x: Tensor, mem: Tensor): Tensor;
  free(): void;
}

export function openGate(device: Device, { input, own }: GateWeights, shape: Shape): Gate {
  const batch = shape[0]!;
  const [outer, inner, add] = [
    device.dense(input, batch),
    device.dense(own, batch),
    device.neuron(sum(), shape),
  ];
  return {
    run: (x, mem) => add.run([outer.run([x])[0]!, inner.run([mem])[0]!])[0]!,
    free() {
      for (const operation of [outer, inner, add]) operation.free();
    },
  };
}

const sum = () =>
  defineModel({
    name: 'slstm',
    inputs: ['x', 'h'],
    state: [],
    params: {},
    step: ({ x, h }: Record<'x' | 'h', number>) => ({ flow: h + x }),
  });
