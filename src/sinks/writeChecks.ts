import { show } from '../check.js';
import type { FileHandleLike } from '../platform/platform.js';

/** Throws a `TypeError` unless `path` names something, a file with the `ending` of its format where that is given. */
export function checkPath(operator: string, path: unknown, ending = ''): void {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new TypeError(`${operator}: path must be a non-empty string, got ${show(path)}`);
  }
  if (path.toLowerCase().endsWith(ending)) return;
  throw new TypeError(`${operator}: path must end in ${ending}, got ${show(path)}`);
}

/** Throws a `TypeError` unless `target` is a path or the handle of a page's file. */
export function checkTarget(operator: string, target: unknown): void {
  if (typeof (target as FileHandleLike | null)?.createWritable !== 'function') checkPath(operator, target);
}

/** What error messages call a target. */
export function nameOfTarget(target: string | FileHandleLike): string {
  return typeof target === 'string' ? target : target.name;
}

/** An error of the outside world with the operator and the path in front: `png: cannot write x.png: EACCES...`. */
export function cannotWrite(operator: string, path: string, cause: unknown): Error {
  const { message, code } = cause as { message?: string; code?: string };
  // Node's own messages end in the call and the temporary name: "EACCES: permission denied, open 'x.png.123'"
  const why = code && message ? message.split(', ')[0] : (message ?? String(cause));
  return new Error(`${operator}: cannot write ${path}: ${why}`, { cause });
}
