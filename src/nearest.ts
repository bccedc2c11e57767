import { listed } from './check.js';

/** The most letters of a name that may be a slip: longer ones take long to compare. */
const longest = 100;

/** The most names that an error lists. */
const most = 20;

/** What an error says of an unknown name: the known one that is meant, it seems, or which of `shown` there are. */
export function hint(name: string, known: readonly string[], shown: readonly string[] = known): string {
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean '${near}'?`;
  const more = shown.length > most ? `, and ${shown.length - most} more` : '';
  return `there are ${listed(shown.slice(0, most)) || 'none'}${more}`;
}

/**
 * The known name that `name` is most likely a slip of, if one differs in at most a third of its letters; capitals and
 * underscores do not count, so that snake case finds camel case.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const near = known
    .filter(({ length }) => length <= longest)
    .map((candidate) => ({ candidate, distance: distance(plain(name), plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)));
  return near.sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** Levenshtein's distance: how many letters have to be put in, left out or replaced. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
