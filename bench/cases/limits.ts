import type { Bench, Case } from '../case.js';
import type { Outcome } from '../contenders/contender.js';
import { ours } from '../contenders/rxsnn.js';
import { tfjsWasm } from '../contenders/tfjs.js';
import { inTurn } from '../inTurn.js';
import { type Machine, measured } from '../machine.js';
import { ms, short, times } from '../report/words.js';
import { type Task, type TaskOptions, taskOf } from '../task.js';

/** The tasks whose goals are ratios to tfjs. */
const tasks: Readonly<Record<string, TaskOptions>> = {
  tutorial: {},
  sparse: { density: 0.1 },
  wide: { sizes: [2000, 2000, 2000], density: 0.1 },
};

/** What no program in one thread can fall below here, beside what ours and tfjs take at best. */
export const limits: Case = {
  name: 'limits',
  about:
    'what this machine allows at best: the additions, memory and streaming that tutorial, sparse and wide need',
  async run(bench) {
    bench.progress.say('the machine');
    const machine = await measured();
    const rows = [];
    for (const [name, options] of Object.entries(tasks)) rows.push(await row(bench, machine, name, options));
    return {
      tables: [
        {
          head: [
            '',
            'additions',
            'ms for them',
            'ms to write',
            'ms streaming',
            'least ms',
            ...CONTENDERS,
            'tfjs ÷ least',
          ],
          rows: rows.map((row) => [
            row.name,
            `${short(row.additions / 1e6)} M`,
            ms(row.adding),
            ms(row.touching),
            ms(row.streaming),
            ms(row.least),
            ...row.best.map(ms),
            times(row.best.at(-1)! / row.least),
          ]),
        },
      ],
      notes: [
        `additions: weights of inputs that fire, ${short(machine.additions)} a nanosecond from registers (${short(machine.reading)} bytes a nanosecond come from main memory)`,
        `to write: what is recorded, in memory that was not touched before: ${short(4096 * machine.touching)} ns a page of 4 kB`,
        'streaming: the same chain of operators, step by step, with 4 neurons in each layer',
        'of all runs the fastest; least: the sum of the three',
      ],
      data: { machine, rows },
    };
  },
};

const CONTENDERS = ['events', 'step by step', 'tfjs wasm'];

async function row(bench: Bench, machine: Machine, name: string, options: TaskOptions) {
  const task = taskOf(options);
  const [inBlocks, stepByStep] = ours();
  const tiny = taskOf({ ...options, sizes: [4, 4, 4] });
  const runners = await Promise.all([
    ...[inBlocks!, stepByStep!, tfjsWasm()[0]!].map(({ prepare }) => prepare(task)),
    stepByStep!.prepare(tiny),
  ]);
  const outcome = await runners[0]!.run(() => undefined);
  const entries = [...CONTENDERS, 'streaming'].map((contender, i) => ({
    name: `${name}: ${contender}`,
    run: () => runners[i]!.run(() => undefined).then(() => undefined),
  }));
  const turns = bench.quick ? { rounds: 3, budget: 5 } : { rounds: 31, budget: 45 };
  const samples = await inTurn(entries, { ...turns, progress: bench.progress });
  for (const runner of runners) runner.close();
  const best = samples.map((of) => Math.min(...of));
  const streaming = best.pop()!;
  const additions = additionsOf(task, outcome);
  const adding = additions / machine.additions / 1e6;
  const touching = (bytesOf(outcome) * machine.touching) / 1e6;
  return { name, additions, adding, touching, streaming, least: adding + touching + streaming, best };
}

/** A weight of each output for each input that fires. */
function additionsOf({ input, sizes: [, hidden, outputs] }: Task, outcome: Outcome): number {
  const spikes = (of: Float32Array) => of.reduce((sum, spk) => sum + spk, 0);
  return spikes(input.data) * hidden + spikes(outcome.hidden.spk) * outputs;
}

function bytesOf({ hidden, output }: Outcome): number {
  return [hidden, output].reduce((sum, { spk, mem }) => sum + spk.byteLength + mem.byteLength, 0);
}
