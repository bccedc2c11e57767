import { optionsOf } from '../check.js';
import type { DenseWeights, Device, Operation } from '../devices/device.js';
import { describeShape, layoutOf, type Shape } from '../shape.js';
import { fromLike, type Tensor, type TensorLike } from '../tensor.js';
import { single } from './cell.js';
import { fire, firing, type ResetMechanism } from './firing.js';
import { type LayerOperator, layer } from './layer.js';
import { Linear, sizesOf, weightsOf } from './linear.js';
import { defineVarying } from './neuron.js';
import type { Live } from './setting.js';
import { checkSizes, initialState, spreading } from './values.js';

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

export interface SlstmOptions extends LstmWeights {
  /** Membrane potential that a neuron must exceed to fire. Default 1. */
  readonly threshold?: Live;
  /** What a spike does to the membrane in the next step. Default 'none'. */
  readonly resetMechanism?: ResetMechanism;
  /**
   * Whether the state goes from one step into the next. Default as in snnTorch 0.9.4, which begins each step with zeros where
   * there are more or fewer inputs than neurons.
   */
  readonly carry?: boolean;
  /** Membrane before the first step: a number, one a neuron, or [batch, neurons]. Default 0. */
  readonly mem?: TensorLike;
  /** Cell state before the first step, as `mem`. Default 0. */
  readonly syn?: TensorLike;
}

/**
 * Spiking long short-term memory cells: an LSTM whose hidden state is a membrane that fires. Emits, for each step, the spikes
 * `spk`, the cell states `syn` and the membranes `mem`, of shape `[batch, neurons]`, for inputs of shape
 * `[batch, ...features]`.
 *
 * With x the input, U the membrane and C the cell state before the step, σ the sigmoid function, θ the threshold and i, f, g, o
 * the four parts of Whh U + bhh + Wih x + bih:
 *
 * 1. R = [U > θ], the reset that the spike of the step before left;
 * 2. C' = σ(f)C + σ(i)tanh(g), V = σ(o)tanh(C');
 * 3. U' = V - Rθ (subtract), V - RV (zero), V (none);
 * 4. S = [U' > θ], strictly greater.
 *
 * State is born with the first step, on the device where the input lives, and freed once on complete, error or unsubscribe;
 * steps are computed one by one. Throws a `TypeError` or `RangeError` for options out of range and weights that do not go
 * together; an input of another size goes down the error channel.
 * Source: snnTorch 0.9.4 `SLSTM` (https://snntorch.readthedocs.io/en/latest/snn.neurons_slstm.html).
 *
 * @example
 * const one = { weight_ih: [[1], [1], [1], [1]], weight_hh: [[1], [1], [1], [1]] };
 * current([9, 9, 9]).pipe(slstm({ ...one, threshold: 0.8 }), map((step) => step.spk.data[0])); // 0, 1, 1
 */
export function slstm(options: SlstmOptions): LayerOperator {
  const { weight_ih, weight_hh, bias_ih, bias_hh } = optionsOf('slstm', options);
  const inputGates = gates('ih', weight_ih, bias_ih);
  const ownGates = gates('hh', weight_hh, bias_hh);
  const { inputs } = inputGates[0]!;
  const neurons = ownGates[0]!.outputs;
  const [rows, columns] = [inputGates[0]!.outputs, ownGates[0]!.inputs];
  if (columns !== neurons) {
    throw new RangeError(`slstm: weight_hh is for ${columns} neurons, it has rows for ${neurons}`);
  }
  if (rows !== neurons) {
    throw new RangeError(`slstm: weight_ih has rows for ${rows} neurons, weight_hh for ${neurons}`);
  }
  const { carry = inputs === neurons, resetMechanism = 'none', threshold } = options;
  const { model, varying } = defineVarying({
    name: 'slstm',
    inputs: ['xi', 'xf', 'xg', 'xo', 'hi', 'hf', 'hg', 'ho'],
    state: ['syn', 'mem'],
    params: {
      ...firing('slstm', { resetMechanism, ...(threshold === undefined ? {} : { threshold }) }),
      win: 1,
    },
    step: [cellStep, fire],
    outputs: ['spk', 'syn', 'mem'],
  });
  const { mem = 0, syn = 0 } = options;
  const stateFor = initialState('slstm', ['syn', 'mem'], carry ? { mem, syn } : {});
  const outputShape = (shape: Shape): Shape => {
    const { batch, features } = layoutOf(shape);
    if (features === inputs) return [batch, neurons];
    throw new RangeError(`slstm: input has ${features} features, weight_ih takes ${inputs}`);
  };
  return layer({
    name: 'slstm',
    varying,
    ...sizesOf([...inputGates, ...ownGates]),
    outputShape,
    start({ device, shape: input, now }) {
      const shape = outputShape(input);
      const batch = shape[0]!;
      checkSizes('slstm', model.params, shape);
      const settings = spreading('slstm', Object.keys(varying), shape, now);
      const [outer, own] = [openAll(device, inputGates, batch), openAll(device, ownGates, batch)];
      const cell = single(device, model, shape);
      const begin = stateFor(shape);
      let state = begin;
      return {
        next(x) {
          const before = carry ? state : begin;
          const parts = [...runAll(outer, x), ...runAll(own, before[1]!)];
          const signals = cell.run(parts, settings(), before);
          state = [signals.syn!, signals.mem!];
          return signals;
        },
        save: () => state,
        load(saved) {
          state = saved;
        },
        free() {
          for (const part of [...outer, ...own, cell]) part.free();
        },
      };
    },
  });
}

function cellStep({
  xi,
  xf,
  xg,
  xo,
  hi,
  hf,
  hg,
  ho,
  syn,
}: Record<'xi' | 'xf' | 'xg' | 'xo' | 'hi' | 'hf' | 'hg' | 'ho' | 'syn', number>) {
  const input = 1 / (1 + Math.exp(-(hi + xi)));
  const forget = 1 / (1 + Math.exp(-(hf + xf)));
  const output = 1 / (1 + Math.exp(-(ho + xo)));
  const c = forget * syn + input * Math.tanh(hg + xg);
  return { syn: c, base: output * Math.tanh(c) };
}

/** The rows of the four gates apart. */
function gates(of: 'ih' | 'hh', weight: TensorLike, bias: TensorLike | undefined): readonly DenseWeights[] {
  if (weight === undefined) throw new TypeError(`slstm: weight_${of} must be given`);
  const { shape, data } = fromLike(weight, 'slstm');
  const [rows = 0, inputs = 0] = shape;
  if (shape.length !== 2 || rows === 0 || rows % 4 !== 0) {
    throw new RangeError(
      `slstm: weight_${of} must be [4 x neurons, inputs], got shape ${describeShape(shape)}`,
    );
  }
  const biases = bias === undefined ? undefined : fromLike(bias, 'slstm').data;
  if (biases && biases.length !== rows) {
    throw new RangeError(`slstm: bias_${of} has ${biases.length} values, weight_${of} has ${rows} rows`);
  }
  const neurons = rows / 4;
  return [0, 1, 2, 3].map((gate) => {
    const part = (values: Float32Array, width: number) =>
      values.slice(gate * neurons * width, (gate + 1) * neurons * width);
    const rows = { shape: [neurons, inputs], data: part(data, inputs) };
    return weightsOf(new Linear(rows, biases && part(biases, 1)));
  });
}

const openAll = (device: Device, all: readonly DenseWeights[], batch: number) =>
  all.map((weights) => device.dense(weights, batch));

const runAll = (operations: readonly Operation[], input: Tensor) =>
  operations.map((operation) => operation.run([input])[0]!);
