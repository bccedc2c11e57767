import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Rank, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Linear } from 'rxsnn';
import type { Task } from '../task.js';
import type { Contender, Outcome, Runner } from './contender.js';

export type Tf = typeof import('@tensorflow/tfjs-core');

/** tfjs on its WebAssembly backend, step by step and with the first layer's currents of all steps made at once. */
export function tfjsWasm(): Contender[] {
  return [
    { name: 'tfjs wasm', peer: true, prepare: (task) => prepare(task, 'wasm', false) },
    { name: 'tfjs wasm, layer 1 at once', peer: true, prepare: (task) => prepare(task, 'wasm', true) },
  ];
}

/** tfjs in plain JavaScript: the floor. */
export function tfjsCpu(): Contender[] {
  return [{ name: 'tfjs cpu', peer: true, prepare: (task) => prepare(task, 'cpu', false) }];
}

export async function load(backend: 'wasm' | 'cpu'): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs-core');
  tf.enableProdMode();
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    setWasmPaths(join(dirname(main), '/'));
  }
  return tf;
}

async function prepare(task: Task, backend: 'wasm' | 'cpu', atOnce: boolean): Promise<Runner> {
  const tf = await load(backend);
  await tf.setBackend(backend);
  const layers = [upload(tf, task.fc1), upload(tf, task.fc2), task.rec && upload(tf, task.rec)] as const;
  return {
    async run(begins) {
      await tf.setBackend(backend);
      return forward(tf, task, layers, atOnce, begins);
    },
    close: () => tf.dispose(layers.flatMap((layer) => (layer ? [{ ...layer }] : []))),
  };
}

interface Dense {
  readonly weight: Tensor2D;
  readonly bias: Tensor;
}

/** Weights as tfjs' own layers keep them, [inputs, outputs]. */
function upload(tf: Tf, { weight, bias, inputs, outputs }: Linear): Dense {
  const torch = tf.tensor2d(weight.data, [outputs, inputs]);
  return { weight: tf.tidy(() => tf.transpose(torch)), bias: tf.tensor1d(bias!.data) };
}

function forward(
  tf: Tf,
  { steps, batch, sizes: [inputs, hidden, outputs], input, beta }: Task,
  [fc1, fc2, rec]: readonly [Dense, Dense, Dense | undefined],
  atOnce: boolean,
  begins: (t: number) => void,
): Outcome {
  const trace = (neurons: number) => new Float32Array(steps * batch * neurons);
  const outcome: Outcome = {
    hidden: { spk: trace(hidden), mem: trace(hidden) },
    output: { spk: trace(outputs), mem: trace(outputs) },
  };
  const [decay, threshold] = [tf.scalar(beta), tf.scalar(1)];
  const dense = (x: Tensor2D, { weight, bias }: Dense): Tensor => tf.add(tf.matMul(x, weight), bias);
  const frame = (data: Float32Array, t: number, features: number, count = 1) => {
    const size = batch * features;
    return tf.tensor2d(data.subarray(t * size, (t + count) * size), [count * batch, features]);
  };
  // tfjs' own slice copies the whole tensor for each piece, so the currents go by way of the host
  const readAll = () => {
    const cur = tf.tidy(() => dense(frame(input.data, 0, inputs, steps), fc1));
    const data = cur.dataSync() as Float32Array;
    cur.dispose();
    return data;
  };
  const all = atOnce ? readAll() : undefined;
  const currents = (t: number): Tensor =>
    all ? frame(all, t, hidden) : dense(frame(input.data, t, inputs), fc1);

  let last: Tensor2D = tf.zeros([batch, hidden]);
  let mem1: Tensor = tf.zeros([batch, hidden]);
  let mem2: Tensor = tf.zeros([batch, outputs]);
  for (let t = 0; t < steps; t++) {
    // once layer 1 is done, the rest has no speed of its own
    if (!atOnce) begins(t);
    const [spk1, next1, spk2, next2] = tf.tidy(() => {
      const back = rec && dense(last, rec);
      const layer1 = leaky(tf, currents(t), mem1, decay, threshold, back);
      const layer2 = leaky(tf, dense(layer1[0] as Tensor2D, fc2), mem2, decay, threshold);
      return [...layer1, ...layer2] as const;
    }) as [Tensor, Tensor, Tensor, Tensor];
    outcome.hidden.spk.set(spk1.dataSync(), t * batch * hidden);
    outcome.hidden.mem.set(next1.dataSync(), t * batch * hidden);
    outcome.output.spk.set(spk2.dataSync(), t * batch * outputs);
    outcome.output.mem.set(next2.dataSync(), t * batch * outputs);
    tf.dispose([mem1, mem2, last, spk2]);
    [mem1, mem2, last] = [next1, next2, spk1 as Tensor2D];
  }
  tf.dispose([mem1, mem2, last, decay, threshold]);
  return outcome;
}

export function leaky(
  tf: Tf,
  cur: Tensor,
  mem: Tensor<Rank>,
  beta: Scalar,
  threshold: Scalar,
  back?: Tensor,
): [Tensor, Tensor] {
  const reset = tf.cast(tf.greater(mem, threshold), 'float32');
  const driven = tf.add(tf.mul(beta, mem), cur);
  const next = tf.sub(back ? tf.add(driven, back) : driven, tf.mul(reset, threshold));
  return [tf.cast(tf.greater(next, threshold), 'float32'), next];
}
