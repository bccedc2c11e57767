/**
 * Calls `work` after some milliseconds, unless the program, which does not wait for it, has ended by then.
 * Returns a function that cancels it.
 */
export function later(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  if (typeof timer === 'object') timer.unref();
  return () => clearTimeout(timer);
}
