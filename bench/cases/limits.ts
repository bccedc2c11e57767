import { Linear, tensor } from 'rxsnn';
import type { Bench, Case } from '../case.js';
import type { Outcome } from '../contenders/contender.js';
import { ours } from '../contenders/rxsnn.js';
import { tfjsWasm } from '../contenders/tfjs.js';
import { inTurn } from '../inTurn.js';
import { type Machine, measured } from '../machine.js';
import { ms, short, times } from '../report/words.js';
import { type Task, type TaskOptions, taskOf } from '../task.js';

/** Tasks, and how many times as fast as tfjs they are to be: none where nobody asked for it. */
const tasks: readonly { name: string; options: TaskOptions; blocks?: number; steps: number }[] = [
  { name: 'tutorial', options: {}, blocks: 8, steps: 4 },
  { name: 'sparse', options: { density: 0.1 }, steps: 12 },
  { name: 'wide', options: { sizes: [2000, 2000, 2000], density: 0.1 }, steps: 8 },
];

/** Where the time of a run goes, and how fast this machine could be at most: its additions and its reads, each alone. */
export const limits: Case = {
  name: 'limits',
  about:
    'how fast tutorial, sparse and wide could be: additions and reads of weights alone, and all the rest',
  async run(bench) {
    bench.progress.say('the machine');
    const machine = await measured();
    const rows: Row[] = [];
    for (const task of tasks) rows.push(...(await rowsOf(bench, machine, task)));
    const head = ['ms', 'adding', 'reading', 'sums', 'rest', 'events', 'tfjs wasm', 'tfjs ÷ events'];
    return {
      tables: [
        {
          head: [...head, 'wanted', 'leaves for sums'],
          rows: rows.map((row) => [
            row.name,
            ...[row.adding, row.reading, row.sums, row.rest, row.events, row.tfjs].map(ms),
            times(row.tfjs / row.events),
            row.wanted ? times(row.wanted) : '–',
            row.wanted ? ms(row.tfjs / row.wanted - row.rest) : '–',
          ]),
        },
      ],
      notes: [
        `adding: the weights of inputs that fire, ${short(machine.additions)} a nanosecond from registers`,
        'reading: these weights in lines, once for all steps of a block, from the cache that holds the matrix, or memory',
        'rest: the same network, recorded alike, on input that never spikes and without biases; sums: events less the rest',
        "leaves for sums: tfjs' time divided by what is wanted, less the rest; of all runs the fastest",
      ],
      data: { additions: machine.additions, rows },
    };
  },
};

/** A task in one way of running it, in milliseconds. */
interface Row {
  readonly name: string;
  readonly adding: number;
  readonly reading: number;
  readonly sums: number;
  readonly rest: number;
  readonly events: number;
  readonly tfjs: number;
  readonly wanted: number | undefined;
}

async function rowsOf(
  bench: Bench,
  machine: Machine,
  { name, options, ...goals }: (typeof tasks)[number],
): Promise<Row[]> {
  const task = taskOf(options);
  const [inBlocks, stepByStep] = ours();
  const [tfjs] = tfjsWasm();
  const runners = [
    { of: 'in blocks', runner: await inBlocks!.prepare(task) },
    { of: 'step by step', runner: await stepByStep!.prepare(task) },
    { of: 'in blocks, silent', runner: await inBlocks!.prepare(silent(task)) },
    { of: 'step by step, silent', runner: await stepByStep!.prepare(silent(task)) },
    { of: 'tfjs', runner: await tfjs!.prepare(task) },
  ];
  const outcome = await runners[0]!.runner.run(() => undefined);
  const entries = runners.map(({ of, runner }) => ({
    name: `${name}: ${of}`,
    run: () => runner.run(() => undefined).then(() => undefined),
  }));
  const turns = bench.quick ? { rounds: 3, budget: 5 } : { rounds: 31, budget: 45 };
  const samples = await inTurn(entries, { ...turns, progress: bench.progress });
  for (const { runner } of runners) runner.close();
  const [blocks, steps, blocksRest, stepsRest, peer] = samples.map((of) => Math.min(...of)) as Five;
  const adding = additionsOf(task, outcome) / machine.additions / 1e6;
  const row = (way: string, block: number, events: number, rest: number, wanted?: number): Row => {
    const reading = readingOf(task, outcome, block, machine);
    return {
      name: `${name}, ${way}`,
      adding,
      reading,
      sums: events - rest,
      rest,
      events,
      tfjs: peer,
      wanted,
    };
  };
  return [
    row('in blocks', 20, blocks, blocksRest, goals.blocks),
    row('step by step', 1, steps, stepsRest, goals.steps),
  ];
}

type Five = [number, number, number, number, number];

/** The same network with nothing to sum: no input fires, and without biases no hidden neuron does. */
function silent(task: Task): Task {
  const { input, fc1, fc2 } = task;
  const still = tensor(new Float32Array(input.data.length), input.shape);
  return { ...task, input: still, fc1: new Linear(fc1.weight), fc2: new Linear(fc2.weight) };
}

/** Milliseconds to read the lines of weights that a run needs, once for so many steps. */
function readingOf({ input, sizes }: Task, { hidden }: Outcome, block: number, machine: Machine): number {
  const [inputs, neurons, outputs] = sizes;
  const layers = [
    { lines: firing(input.data, inputs, block), bytes: whole(4 * neurons) },
    { lines: firing(hidden.spk, neurons, block), bytes: whole(4 * outputs) },
  ];
  return layers.reduce((sum, { lines, bytes }) => sum + machine.reading(lines, bytes), 0) / 1e6;
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
