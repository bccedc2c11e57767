export interface TableOptions {
  /** Columns of numbers. */
  readonly right?: readonly number[];
  /** Whether the last row is a sum of those above. */
  readonly foot?: boolean;
}

/** Rows as lines of text, the first one a head; empty columns are left out. */
export function table(
  rows: readonly (readonly string[])[],
  { right = [], foot = false }: TableOptions = {},
): string {
  const [head, ...body] = rows as [readonly string[], ...(readonly string[])[]];
  const columns = head.flatMap((_, i) => (body.some((row) => row[i] !== '') ? [i] : []));
  const width = (i: number) => Math.max(...rows.map((row) => row[i]!.length));
  const cell = (row: readonly string[], i: number) =>
    right.includes(i) ? row[i]!.padStart(width(i)) : row[i]!.padEnd(width(i));
  const lines = rows.map((row) =>
    columns
      .map((i) => cell(row, i))
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(Math.max(...lines.map(({ length }) => length)));
  lines.splice(1, 0, rule);
  if (foot) lines.splice(-1, 0, rule);
  return lines.join('\n');
}
