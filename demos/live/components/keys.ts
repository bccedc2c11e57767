/** What takes every key itself: it is typed into, or letters choose in it. */
const TYPED = 'input:not([type=range], [type=checkbox]), select, textarea';

/** Whether a key is the page's own, and not the browser's or that of the control that has the focus. */
export function isOwn({ key, target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  const on = (controls: string) => (target as Element).matches(controls);
  if (ctrlKey || metaKey || altKey || defaultPrevented || on(TYPED)) return false;
  // a button does with space what it is for
  if (key === ' ') return !on('button, input[type=checkbox]');
  return !(key.startsWith('Arrow') && on('input[type=range]'));
}

/** A button that was clicked gives the keys back to the page; one that was reached by keys keeps them. */
export function giveBack({ target, detail }: MouseEvent): void {
  if (detail > 0) (target as Element).closest<HTMLElement>('button, input[type=checkbox]')?.blur();
}
