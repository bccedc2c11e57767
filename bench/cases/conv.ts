import { conv2d, leaky, linear, maxPool2d, probe } from 'rxsnn';
import type { Case } from '../case.js';
import { everywhere, type Network } from '../contenders/rxsnn.js';
import { tfjsConv } from '../contenders/tfjsConv.js';
import { type ConvTask, convTaskOf } from '../convTask.js';
import { duel, duelTable, startUpOf } from '../duel.js';

/** A convolutional network: ours on every device, then tfjs. */
export const conv: Case = {
  name: 'conv',
  about: '28x28, two convolutions of 5x5 with 16 and 32 channels, 100 steps, 8 % of the inputs spiking',
  async run(bench) {
    const options = { steps: 100, density: 0.08 };
    const task = convTaskOf(options);
    const contenders = [...everywhere(network), ...tfjsConv()];
    const rounds = bench.quick ? 3 : 21;
    const rows = await duel(bench, task, contenders, { rounds, budget: bench.quick ? 5 : 90 });
    const startUp = startUpOf(task);
    const notes = [`start-up: until step ${startUp} begins; running: from there on`];
    return { tables: [duelTable(rows)], notes, data: { ...options, rows } };
  },
};

function network({ conv1, conv2, fc, beta }: ConvTask): Network {
  return (source) =>
    source
      .pipe(conv2d(conv1), leaky({ beta }), maxPool2d(2), conv2d(conv2), leaky({ beta }), probe('hidden'))
      .pipe(maxPool2d(2), linear(fc), leaky({ beta }), probe('output'));
}
