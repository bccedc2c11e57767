import type { Case } from '../case.js';
import { ours } from '../contenders/rxsnn.js';
import { tfjsCpu, tfjsWasm } from '../contenders/tfjs.js';
import { duel, duelTable, startUpOf } from '../duel.js';
import { type TaskOptions, taskOf } from '../task.js';

/** Whole runs of a network, everything recorded: ours on every device, then the peers. */
function forward(name: string, about: string, options: TaskOptions): Case {
  return {
    name,
    about,
    async run(bench) {
      const task = taskOf(options);
      const contenders = [...ours(), ...tfjsWasm(), ...tfjsCpu()];
      const rounds = bench.quick ? 3 : 21;
      const rows = await duel(bench, task, contenders, { rounds, budget: bench.quick ? 5 : 90 });
      const startUp = startUpOf(task);
      const notes = [`start-up: until step ${startUp} begins; running: from there on`];
      return { tables: [duelTable(rows)], notes, data: { ...options, rows } };
    },
  };
}

export const tutorial = forward('tutorial', '784-1000-10, 200 steps, one sample, all recorded', {});

export const sparse = forward('sparse', 'the same, with 10 % of the inputs spiking instead of 50 %', {
  density: 0.1,
});

export const wide = forward('wide', '2000-2000-2000, 200 steps, 10 % of the inputs spiking', {
  sizes: [2000, 2000, 2000],
  density: 0.1,
});

export const recurrent = forward('recurrent', '100-500-10, the 500 connected all to all, 200 steps', {
  sizes: [100, 500, 10],
  density: 0.1,
  recurrent: true,
});

export const batch = forward('batch', '784-1000-10, 25 steps of a batch of 32', { batch: 32, steps: 25 });
