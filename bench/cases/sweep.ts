import { lastValueFrom, of } from 'rxjs';
import { png } from 'rxsnn';
import type { Bench, Case, Findings } from '../case.js';
import { chart } from '../chart.js';
import { ours } from '../contenders/rxsnn.js';
import { tfjsCpu, tfjsWasm } from '../contenders/tfjs.js';
import { duel, type Row } from '../duel.js';
import { short } from '../report/words.js';
import { type TaskOptions, taskOf } from '../task.js';

export interface Sweep {
  readonly name: string;
  readonly about: string;
  /** Title and axis of the chart. */
  readonly title: string;
  readonly axis: string;
  readonly points: readonly number[];
  /** The points of a quick look. */
  readonly few: readonly number[];
  readonly label: (point: number) => string;
  readonly task: (point: number) => TaskOptions;
}

/** Steps a second of every contender as one size of the task grows: a table and a chart. */
export function sweep(options: Sweep): Case {
  return { name: options.name, about: options.about, run: (bench) => measure(bench, options) };
}

async function measure(bench: Bench, options: Sweep): Promise<Findings> {
  const { name, points, few, label, task } = options;
  const contenders = [...ours(), ...tfjsWasm().slice(0, 1), ...tfjsCpu()];
  const results: { point: number; rows: Row[] }[] = [];
  for (const point of bench.quick ? few : points) {
    const rows = await duel(bench, taskOf(task(point)), contenders, {
      rounds: bench.quick ? 3 : 9,
      budget: bench.quick ? 0 : 25,
      title: label(point),
    });
    results.push({ point, rows });
  }
  const picture = await lastValueFrom(
    of(chartOf(options, results)).pipe(png(bench.path(`bench-${name}.png`))),
  );
  const table = {
    head: ['', ...results.map(({ point }) => label(point))],
    rows: contenders.map((contender, i) => [
      contender.name,
      ...results.map(({ rows }) => short(rows[i]!.stepsPerSecond)),
    ]),
  };
  return { tables: [table], notes: ['steps/s, once running'], pictures: [picture], data: results };
}

function chartOf({ title, axis }: Sweep, results: readonly { point: number; rows: readonly Row[] }[]) {
  return chart({
    title,
    note: 'Steps a second once running, one sample, spikes and membranes of both layers recorded. Higher is faster.',
    x: axis,
    y: 'Steps per second',
    series: results[0]!.rows.map(({ name, peer }, i) => ({
      name,
      peer,
      points: results.map(({ point, rows }) => [point, rows[i]!.stepsPerSecond] as const),
    })),
  });
}
