import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv } from 'rxsnn';
import type { ConvTask } from '../convTask.js';
import type { Contender, Outcome, Runner, Signals } from './contender.js';
import { leaky, load, type Tf } from './tfjs.js';

/** The convolutional network in tfjs, step by step and with the first layer's currents of all steps made at once. */
export function tfjsConv(): Contender<ConvTask>[] {
  return [
    { name: 'tfjs wasm', peer: true, prepare: (task) => prepare(task, false) },
    { name: 'tfjs wasm, layer 1 at once', peer: true, prepare: (task) => prepare(task, true) },
  ];
}

async function prepare(task: ConvTask, atOnce: boolean): Promise<Runner> {
  const tf = await load('wasm');
  await tf.setBackend('wasm');
  const layers = upload(tf, task);
  return {
    run: async (begins) => forward(tf, task, layers, atOnce, begins),
    close: () => tf.dispose(layers),
  };
}

/** Channels lie innermost in tfjs: rows, columns, inputs, outputs of the weights, and so the inputs of the last layer. */
function upload(tf: Tf, { conv1, conv2, fc }: ConvTask): Record<string, Tensor> {
  const kernel = ({ weight }: Conv) =>
    tf.tidy(() => tf.transpose(tf.tensor(weight.data, [...weight.shape]), [2, 3, 1, 0]));
  const dense = tf.tidy(() =>
    tf.reshape(tf.transpose(tf.tensor(fc.weight.data, [10, 32, 4, 4]), [2, 3, 1, 0]), [512, 10]),
  );
  return {
    conv1: kernel(conv1),
    bias1: tf.tensor1d(conv1.bias!.data),
    conv2: kernel(conv2),
    bias2: tf.tensor1d(conv2.bias!.data),
    fc: dense,
    bias3: tf.tensor1d(fc.bias!.data),
  };
}

function forward(
  tf: Tf,
  { steps, input, beta }: ConvTask,
  layers: Record<string, Tensor>,
  atOnce: boolean,
  begins: (t: number) => void,
): Outcome {
  const [decay, threshold] = [tf.scalar(beta), tf.scalar(1)];
  const trace = (neurons: number) => new Float32Array(steps * neurons);
  const hidden = { spk: trace(2048), mem: trace(2048) };
  const output = { spk: trace(10), mem: trace(10) };
  const conv = (x: Tensor, kernel: Tensor, bias: Tensor) =>
    tf.add(tf.conv2d(x as Tensor4D, kernel as Tensor4D, 1, 'valid'), bias);
  const pool = (x: Tensor) => tf.maxPool(x as Tensor4D, 2, 2, 'valid');
  const first = (t: number, count: number) =>
    conv(
      tf.tensor(input.data.subarray(t * 784, (t + count) * 784), [count, 28, 28, 1]),
      layers.conv1!,
      layers.bias1!,
    );
  const all = atOnce ? (tf.tidy(() => first(0, steps)).dataSync() as Float32Array) : undefined;
  const currents = (t: number) =>
    all ? tf.tensor(all.subarray(t * 9216, (t + 1) * 9216), [1, 24, 24, 16]) : first(t, 1);

  let state: Tensor[] = [tf.zeros([1, 24, 24, 16]), tf.zeros([1, 8, 8, 32]), tf.zeros([1, 10])];
  for (let t = 0; t < steps; t++) {
    // once layer 1 is done, the rest has no speed of its own
    if (!atOnce) begins(t);
    const [mem1, mem2, mem3, spk2, spk3] = tf.tidy(() => {
      const [spk1, mem1] = leaky(tf, currents(t), state[0]!, decay, threshold);
      const cur2 = conv(pool(spk1), layers.conv2!, layers.bias2!);
      const [spk2, mem2] = leaky(tf, cur2, state[1]!, decay, threshold);
      const flat = tf.reshape(pool(spk2), [1, 512]);
      const cur3 = tf.add(tf.matMul(flat, layers.fc!), layers.bias3!);
      const [spk3, mem3] = leaky(tf, cur3, state[2]!, decay, threshold);
      return [mem1, mem2, mem3, spk2, spk3];
    }) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    hidden.spk.set(spk2.dataSync(), t * 2048);
    hidden.mem.set(mem2.dataSync(), t * 2048);
    output.spk.set(spk3.dataSync(), t * 10);
    output.mem.set(mem3.dataSync(), t * 10);
    tf.dispose([...state, spk2, spk3]);
    state = [mem1, mem2, mem3];
  }
  tf.dispose([...state, decay, threshold]);
  return {
    output,
    // in our order only when they are compared, which is not timed
    get hidden() {
      return channelsFirst(hidden);
    },
  };
}

/** [steps, 8, 8, 32] as [steps, 32, 8, 8]. */
function channelsFirst({ spk, mem }: Signals): Signals {
  const turn = (data: Float32Array) =>
    data.map((_, i) => data[i - (i % 2048) + (i % 64) * 32 + (Math.floor(i / 64) % 32)]!);
  return { spk: turn(spk), mem: turn(mem) };
}
