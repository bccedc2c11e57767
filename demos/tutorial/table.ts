import Table from 'cli-table3';

/** What the network said of one digit: the spikes of each class over all steps, and the class with most. */
export interface Answer {
  readonly label: number;
  /** `undefined` where no output fired. */
  readonly answer: number | undefined;
  readonly counts: readonly number[];
}

/** The answers as lines of a table; a wrong one is marked. */
export function digitTable(answers: readonly Answer[]): string[] {
  const classes = answers[0]?.counts.map((_, i) => String(i)) ?? [];
  const table = new Table({
    head: ['digit', 'label', 'answer', ...classes],
    colAligns: Array.from({ length: classes.length + 3 }, () => 'right' as const),
    style: { head: [], border: [], compact: true, 'padding-right': 0 },
    chars: plain,
  });
  for (const [i, { label, answer, counts }] of answers.entries()) {
    table.push([
      i,
      label,
      label === answer ? answer : `✗ ${answer ?? '–'}`,
      ...counts.map((count) => count || '·'),
    ]);
  }
  return table.toString().split('\n');
}

/** Columns apart, and nothing drawn between them. */
const plain = Object.fromEntries(Object.keys(new Table().options.chars).map((part) => [part, '']));
