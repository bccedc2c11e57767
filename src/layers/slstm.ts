import { aside } from '../devices/view.js';
import { optionsOf } from '../options.js';
import { layoutOf, type Shape } from '../shape.js';
import { HostTensor, type TensorLike } from '../tensor.js';
import { single } from './cell.js';
import { fire, firing, type ResetMechanism } from './firing.js';
import { type LayerOperator, layer } from './layer.js';
import { sizesOf } from './linear.js';
import { gatesOf, LSTM_WEIGHTS, type LstmWeights, openGate } from './lstmGates.js';
import { defineVarying } from './neuron.js';
import type { Live } from './setting.js';
import { checkSizes, initialState, spreading } from './values.js';

export interface SlstmOptions extends LstmWeights {
  /** Membrane potential that a neuron must exceed to fire. Default 1. */
  readonly threshold?: Live;
  /** What a spike does to the membrane in the next step. Default 'none'. */
  readonly resetMechanism?: ResetMechanism;
  /**
   * Whether the state goes from one step into the next. Default as in snnTorch 0.9.4, which begins each step with zeros
   * where there are more or fewer inputs than neurons.
   */
  readonly carry?: boolean;
  /** Membrane before the first step: a number, one a neuron, or [batch, neurons]. Default 0. */
  readonly mem?: TensorLike;
  /** Cell state before the first step, as `mem`. Default 0. */
  readonly syn?: TensorLike;
}

/**
 * Spiking long short-term memory cells: an LSTM whose hidden state is a membrane that fires. Emits, for each
 * step, the spikes `spk`, the cell states `syn` and the membranes `mem`, of shape `[batch, neurons]`, for inputs
 * of shape `[batch, ...features]`.
 *
 * With x the input, U the membrane and C the cell state before the step, σ the sigmoid function, θ the threshold and
 * i, f, g, o the four parts of Whh U + bhh + Wih x + bih:
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
  optionsOf('slstm', options, [...LSTM_WEIGHTS, 'threshold', 'resetMechanism', 'carry', 'mem', 'syn']);
  const { inputs, neurons, gates } = gatesOf(options);
  const { carry = inputs === neurons, resetMechanism = 'none', threshold = 1, mem = 0, syn = 0 } = options;
  const state = carry ? ['syn', 'mem'] : [];
  const { model, varying } = defineVarying({
    name: 'slstm',
    inputs: ['i', 'f', 'g', 'o'],
    state,
    params: {
      ...(carry ? {} : { syn: 0, mem: 0 }),
      ...firing('slstm', { threshold, resetMechanism }),
      win: 1,
    },
    step: [membrane, fire],
    outputs: ['spk', 'syn', 'mem'],
  });
  const stateFor = initialState('slstm', state, { mem, syn });
  const outputShape = (shape: Shape): Shape => {
    const { batch, features } = layoutOf(shape);
    if (features === inputs) return [batch, neurons];
    throw new RangeError(`slstm: input has ${features} features, weight_ih takes ${inputs}`);
  };
  return layer({
    name: 'slstm',
    makes: 'spk',
    varying,
    ...sizesOf(gates.flatMap(({ input, own }) => [input, own])),
    outputShape,
    start({ device, shape: input, now }) {
      const shape = outputShape(input);
      checkSizes('slstm', model.params, shape);
      const settings = spreading('slstm', Object.keys(varying), shape, now);
      const open = gates.map((gate) => openGate(device, gate, shape));
      const cell = single(device, model, shape);
      const zeros = new HostTensor(shape, new Float32Array(shape[0]! * neurons));
      let held = stateFor(shape);
      return {
        next(x) {
          const [, before = zeros] = held;
          const flows = open.map((gate) => gate.run(x, aside(before)));
          const signals = cell.run(flows, settings(), held);
          held = state.map((of) => signals[of]!);
          return signals;
        },
        save: () => held,
        load(saved) {
          held = saved;
        },
        free() {
          for (const part of [...open, cell]) part.free();
        },
      };
    },
  });
}

function membrane({ i, f, g, o, syn }: Record<'i' | 'f' | 'g' | 'o' | 'syn', number>) {
  const input = 1 / (1 + Math.exp(-i));
  const forget = 1 / (1 + Math.exp(-f));
  const output = 1 / (1 + Math.exp(-o));
  const c = forget * syn + input * Math.tanh(g);
  return { syn: c, base: output * Math.tanh(c) };
}
