/** Does `work` after some milliseconds, unless the program, which does not wait for it, has ended; returns what calls it off. */
export function later(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds);
  if (typeof timer === 'object') timer.unref();
  return () => clearTimeout(timer);
}
