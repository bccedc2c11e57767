import { lastValueFrom, map, type Observable, type OperatorFunction } from 'rxjs';
import { current, leaky, probe, type Step } from 'rxsnn';
import type { Case } from '../case.js';
import { inTurn } from '../inTurn.js';
import { short } from '../report/words.js';
import { quantile } from '../stats.js';

type Pass = OperatorFunction<Step, Step>;

const length = 16;

/** What a stream costs beside the arithmetic: a chain of operators on steps of one neuron. */
export const overhead: Case = {
  name: 'overhead',
  about: 'what streaming costs beside the arithmetic: steps of one neuron through chains of operators',
  async run({ quick, progress }) {
    const steps = quick ? 20_000 : 100_000;
    const source$ = current(new Float32Array(steps).fill(0.1));
    const entry = (name: string, operators: readonly Pass[]) => ({
      name,
      run: async () => {
        await lastValueFrom(chain(source$, operators));
        return undefined;
      },
    });
    const many = (operator: (i: number) => Pass) => Array.from({ length }, (_, i) => operator(i));
    const entries = [
      entry('source alone', []),
      entry(
        'map(identity)',
        many(() => map((step) => step)),
      ),
      entry(
        'probe',
        many((i) => probe(`layer ${i}`) as Pass),
      ),
      entry('leaky, one neuron, default device', [leaky({ beta: 0.9 })]),
    ];
    const samples = await inTurn(entries, { rounds: quick ? 3 : 11, progress });
    const ns = samples.map((times) => (quantile(times, 0.5) / steps) * 1e6);
    const rows = [
      { name: 'source, a step', ns: ns[0]! },
      { name: 'map(identity), a step and operator', ns: (ns[1]! - ns[0]!) / length },
      { name: 'probe, a step and operator', ns: (ns[2]! - ns[0]!) / length },
      { name: 'leaky on the default device, a step of one neuron', ns: ns[3]! - ns[0]! },
    ];
    return {
      tables: [{ head: ['', 'median ns'], rows: rows.map((row) => [row.name, short(row.ns)]) }],
      notes: [`chains of ${length}, ${short(steps)} steps; the source's share is taken off`],
      data: { steps, length, rows, samples },
    };
  },
};

function chain(source$: Observable<Step>, operators: readonly Pass[]): Observable<Step> {
  return operators.reduce((stream$, operator) => stream$.pipe(operator), source$);
}
