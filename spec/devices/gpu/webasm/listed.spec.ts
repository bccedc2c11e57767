import { describe, expect, it } from '@jest/globals';
import { rand } from 'rxsnn';
import { openDevice } from '../../../../src/devices/registry.js';
import { HostTensor } from '../../../../src/tensor.js';

const numbers = (size: number, seed: number) => rand([size], { seed }).data.map((u) => u - 0.5);

/** The currents of one step, each sum in float32 in the order of the inputs that are not zero. */
function expected(weight: Float32Array, bias: Float32Array, x: Float32Array): number[] {
  const [inputs, outputs] = [weight.length / bias.length, bias.length];
  return Array.from({ length: x.length / inputs }, (_, sample) => {
    const row = x.subarray(sample * inputs, (sample + 1) * inputs);
    return Array.from({ length: outputs }, (_, o) =>
      row.reduce(
        (sum, value, i) =>
          value === 0 ? sum : Math.fround(sum + Math.fround(value * weight[o * inputs + i]!)),
        bias[o]!,
      ),
    );
  }).flat();
}

describe('lists of inputs', () => {
  it.each([
    ['one input, output and sample', 1, 1, 1],
    ['fewer outputs than threads run at once', 5, 10, 1],
    ['as many as four threads have', 33, 16, 3],
    ['one more than that', 33, 17, 2],
    ['more inputs than gpu.js lets a loop of unknown length go round', 2500, 3, 1],
  ])('give sums in order with %s', (_, inputs, outputs, batch) => {
    const [weight, bias] = [numbers(inputs * outputs, 1), numbers(outputs, 2)];
    const device = openDevice('webasm');
    const dense = device.dense({ inputs, outputs, weight, bias }, batch);
    for (const share of [0, 0.3, 1]) {
      const fires = rand([batch * inputs], { seed: 3 }).data;
      const x = numbers(batch * inputs, 4).map((value, i) => (fires[i]! < share ? value : 0));
      const [cur] = dense.run([new HostTensor([batch, inputs], x)]);
      expect([...cur!.data]).toEqual(expected(weight, bias, x));
    }
    dense.free();
    device.close();
  });

  it('leave weights of inputs that did not fire alone, and biases of -0', () => {
    const weight = Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 2);
    const device = openDevice('webasm');
    const dense = device.dense({ inputs: 4, outputs: 1, weight, bias: Float32Array.of(-0) }, 1);
    const run = (...x: number[]) => dense.run([new HostTensor([1, 4], Float32Array.from(x))])[0]!.data[0];
    expect(run(0, 1, -0, 0.5)).toBe(2);
    expect(run(0, 0, -0, 0)).toBe(-0);
    expect(run(0, Number.NaN, 0, 0)).toBe(Number.NaN);
    dense.free();
    device.close();
  });
});
