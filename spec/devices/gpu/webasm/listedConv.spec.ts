import { describe, expect, it } from '@jest/globals';
import { rand } from 'rxsnn';
import { openDevice } from '../../../../src/devices/registry.js';
import type { Axis, Convolution } from '../../../../src/devices/windows.js';
import { HostTensor } from '../../../../src/tensor.js';

const numbers = (size: number, seed: number) => rand([size], { seed }).data.map((u) => u - 0.5);

/** An axis of `inputs`, padded by `before` on both ends. */
function axisOf(inputs: number, kernel: number, { stride = 1, before = 0, dilation = 1 } = {}): Axis {
  const outputs = Math.floor((inputs + 2 * before - dilation * (kernel - 1) - 1) / stride) + 1;
  return { inputs, outputs, kernel, stride, dilation, before };
}

interface Case {
  readonly channels?: number;
  readonly outputs?: number;
  readonly groups?: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

function convolutionOf({ channels = 1, outputs = 1, groups = 1, rows, columns }: Case): Convolution {
  const weight = numbers((outputs * channels * rows.kernel * columns.kernel) / groups, 1);
  const features = [outputs, rows.outputs, columns.outputs] as const;
  return { channels, outputs, groups, rows, columns, weight, bias: numbers(outputs, 2), features };
}

/** The currents of one sample, each sum in float32 in the order of the inputs that are not zero. */
function expected(convolution: Convolution, x: Float32Array): number[] {
  const { channels, outputs, groups, rows, columns, weight, bias } = convolution;
  const own = channels / groups;
  const currents: number[] = [];
  const windows = outputs * rows.outputs * columns.outputs;
  for (let w = 0; w < windows; w++) {
    const column = w % columns.outputs;
    const row = Math.floor(w / columns.outputs) % rows.outputs;
    const o = Math.floor(w / columns.outputs / rows.outputs);
    let sum = bias![o]!;
    for (let tap = 0; tap < own * rows.kernel * columns.kernel; tap++) {
      const channel =
        Math.floor(o / (outputs / groups)) * own + Math.floor(tap / rows.kernel / columns.kernel);
      const ky = Math.floor(tap / columns.kernel) % rows.kernel;
      const i = row * rows.stride - rows.before + ky * rows.dilation;
      const j = column * columns.stride - columns.before + (tap % columns.kernel) * columns.dilation;
      if (i < 0 || i >= rows.inputs || j < 0 || j >= columns.inputs) continue;
      const value = x[(channel * rows.inputs + i) * columns.inputs + j]!;
      const product = Math.fround(value * weight[o * own * rows.kernel * columns.kernel + tap]!);
      if (value !== 0) sum = Math.fround(sum + product);
    }
    currents.push(sum);
  }
  return currents;
}

const line: Axis = axisOf(1, 1);

describe('convolutions in WebAssembly', () => {
  it.each<[string, Case, number]>([
    ['of one input', { rows: line, columns: line }, 1],
    ['of one dimension', { channels: 2, outputs: 5, rows: line, columns: axisOf(9, 3) }, 2],
    [
      'with padding, strides and dilation',
      {
        channels: 3,
        outputs: 4,
        rows: axisOf(7, 3, { stride: 2, before: 2, dilation: 2 }),
        columns: axisOf(6, 2, { stride: 3, before: 1, dilation: 3 }),
      },
      3,
    ],
    [
      'in groups',
      { channels: 4, outputs: 10, groups: 2, rows: axisOf(5, 3, { before: 1 }), columns: axisOf(4, 3) },
      2,
    ],
    [
      'channel by channel',
      { channels: 3, outputs: 3, groups: 3, rows: axisOf(4, 2), columns: axisOf(5, 2) },
      1,
    ],
    [
      'that leave inputs out',
      { outputs: 2, rows: axisOf(8, 2, { stride: 3 }), columns: axisOf(8, 1, { stride: 2 }) },
      1,
    ],
    [
      'of more inputs than gpu.js lets a loop of unknown length go round',
      { channels: 80, outputs: 2, rows: axisOf(9, 8), columns: axisOf(8, 8) },
      1,
    ],
    [
      'of more samples than are launched together',
      { channels: 40, rows: axisOf(20, 8), columns: axisOf(20, 8) },
      4,
    ],
  ])('add up in order %s', (_, given, batch) => {
    const convolution = convolutionOf(given);
    const { channels, rows, columns } = convolution;
    const shape = [batch, channels, rows.inputs, columns.inputs];
    const size = channels * rows.inputs * columns.inputs;
    const device = openDevice('webasm');
    const conv = device.conv(convolution, batch, 3);
    const shares = [0, 0.1, 1, 0.3, 0.2];
    const steps = shares.map((share, t) => {
      const fires = rand([batch * size], { seed: t }).data;
      return numbers(batch * size, 4 + t).map((value, i) => (fires[i]! < share ? value : 0));
    });
    const currents = steps.map((x) => conv.run([new HostTensor(shape, x)])[0]!);
    for (const [t, x] of steps.entries()) {
      const samples = Array.from({ length: batch }, (_, b) => x.subarray(b * size, (b + 1) * size));
      expect([...currents[t]!.data]).toEqual(samples.flatMap((sample) => expected(convolution, sample)));
    }
    conv.free();
    device.close();
    expect(device.counts).toMatchObject({ kernels: 0 });
  });

  it('leave weights of inputs that did not fire alone, and biases of -0', () => {
    const weight = Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY, 2);
    const columns = axisOf(4, 4);
    const device = openDevice('webasm');
    const bias = Float32Array.of(-0);
    const given = { ...convolutionOf({ rows: line, columns }), weight, bias };
    const conv = device.conv(given, 1);
    const run = (...x: number[]) =>
      conv.run([new HostTensor([1, 1, 1, 4], Float32Array.from(x))])[0]!.data[0];
    expect(run(0, 1, -0, 0)).toBe(1);
    expect(run(0, 1, -0, 0.5)).toBe(2);
    expect(run(0, 0, -0, 0)).toBe(-0);
    expect(run(0, Number.NaN, 0, 0)).toBe(Number.NaN);
    conv.free();
    device.close();
  });
});
