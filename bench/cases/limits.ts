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

/** Ways to run them: how many steps share the weights that they read. */
const ways = [
  { way: 'in blocks', block: 20 },
  { way: 'step by step', block: 1 },
] as const;

/**
 * What a run would take with each of its parts as fast as this machine and our streaming are,
 * beside what ours and tfjs take.
 */
export const limits: Case = {
  name: 'limits',
  about:
    'how fast tutorial, sparse and wide could be: their additions, weights, memory and streaming, each alone',
  async run(bench) {
    bench.progress.say('the machine');
    const machine = await measured();
    const rows = [];
    for (const [name, options] of Object.entries(tasks)) {
      rows.push(...(await rowsOf(bench, machine, name, options)));
    }
    const perPage = short(4096 * machine.touching);
    return {
      tables: [
        {
          head: [
            'ms',
            'adding',
            'reading',
            'writing',
            'streaming',
            'at least',
            'events',
            'tfjs wasm',
            'tfjs ÷ events',
            'tfjs ÷ least',
          ],
          rows: rows.map((row) => [
            row.name,
            ...[row.adding, row.reading, row.writing, row.streaming, row.least, row.events, row.tfjs].map(ms),
            times(row.tfjs / row.events),
            times(row.tfjs / row.least),
          ]),
        },
      ],
      notes: [
        `adding: the weights of inputs that fire, ${short(machine.additions)} a nanosecond from registers`,
        'reading: these weights in lines, once for all steps of a block, from the cache that holds the matrix, or memory',
        `writing: what is recorded, to memory that was not touched before: ${perPage} ns a page of 4 kB`,
        'streaming: our own chain of operators, step by step, with 4 neurons in each layer',
        'of all runs the fastest; at least: the longer one of adding and reading, writing, and streaming',
      ],
      data: { additions: machine.additions, touching: machine.touching, rows },
    };
  },
};

async function rowsOf(bench: Bench, machine: Machine, name: string, options: TaskOptions) {
  const task = taskOf(options);
  const [inBlocks, stepByStep] = ours();
  const tiny = taskOf({ ...options, sizes: [4, 4, 4] });
  const [tfjsStepByStep] = tfjsWasm();
  const contenders = [inBlocks!, stepByStep!, tfjsStepByStep!];
  const runners = await Promise.all([
    ...contenders.map(({ prepare }) => prepare(task)),
    stepByStep!.prepare(tiny),
  ]);
  const outcome = await runners[0]!.run(() => undefined);
  const entries = [...contenders.map((contender) => contender.name), 'streaming'].map((contender, i) => ({
    name: `${name}: ${contender}`,
    run: () => runners[i]!.run(() => undefined).then(() => undefined),
  }));
  const turns = bench.quick ? { rounds: 3, budget: 5 } : { rounds: 31, budget: 45 };
  const samples = await inTurn(entries, { ...turns, progress: bench.progress });
  for (const runner of runners) runner.close();
  const [blocks, steps, tfjs, streaming] = samples.map((of) => Math.min(...of)) as [
    number,
    number,
    number,
    number,
  ];
  const adding = additionsOf(task, outcome) / machine.additions / 1e6;
  const { input, sizes } = task;
  const [inputs, hidden, outputs] = sizes;
  const writing = (bytesOf(outcome) * machine.touching) / 1e6;
  return ways.map(({ way, block }) => {
    const layers = [
      { lines: firing(input.data, inputs, block), bytes: whole(4 * hidden) },
      { lines: firing(outcome.hidden.spk, hidden, block), bytes: whole(4 * outputs) },
    ];
    const reading = layers.reduce((sum, { lines, bytes }) => sum + machine.reading(lines, bytes), 0) / 1e6;
    const least = Math.max(adding, reading) + writing + streaming;
    const events = block === 1 ? steps : blocks;
    return { name: `${name}, ${way}`, adding, reading, writing, streaming, least, events, tfjs };
  });
}

/** Bytes in whole lines of a cache. */
const whole = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** The inputs that fire, each once in a block of steps. */
function firing(spikes: Float32Array, size: number, block: number): Uint32Array {
  const found: number[] = [];
  for (let start = 0; start < spikes.length; start += block * size) {
    const steps = spikes.subarray(start, start + block * size);
    for (let i = 0; i < size; i++) {
      let at = i;
      while (at < steps.length && steps[at] === 0) at += size;
      if (at < steps.length) found.push(i);
    }
  }
  return Uint32Array.from(found);
}

/** A weight of each output for each input that fires. */
function additionsOf({ input, sizes: [inputs, hidden, outputs] }: Task, outcome: Outcome): number {
  return (
    firing(input.data, inputs, 1).length * hidden + firing(outcome.hidden.spk, hidden, 1).length * outputs
  );
}

function bytesOf({ hidden, output }: Outcome): number {
  return [hidden, output].reduce((sum, { spk, mem }) => sum + spk.byteLength + mem.byteLength, 0);
}
