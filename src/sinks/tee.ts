import { connect, defaultIfEmpty, forkJoin, type Observable, type OperatorFunction } from 'rxjs';
import type { Step } from '../step.js';

type Results<Sinks extends readonly unknown[]> = {
  [I in keyof Sinks]: Sinks[I] extends (source: Observable<Step>) => Observable<infer Out> ? Out : never;
};

/**
 * Sends one stream into several sinks and emits, when all are done, an array of the last value of each. The source
 * runs once; a sink that fails ends the whole stream, and unsubscribing frees them all. A sink that emitted
 * nothing leaves `undefined`.
 *
 * Throws a `TypeError` unless every argument is a sink.
 *
 * @typeParam Sinks - the sinks, each an operator on steps
 *
 * @example
 * const [rec, file] = await lastValueFrom(steps$.pipe(tee(record(), raster('hidden').pipe(png('raster.png')))));
 */
export function tee<Sinks extends readonly ((source: Observable<Step>) => Observable<unknown>)[]>(
  ...sinks: Sinks
): OperatorFunction<Step, Results<Sinks>> {
  const wrong = sinks.findIndex((sink) => typeof sink !== 'function');
  if (wrong >= 0 || sinks.length === 0) {
    throw new TypeError(
      `tee: takes sinks, got ${sinks.length === 0 ? 'none' : `${typeof sinks[wrong]} as sink ${wrong}`}`,
    );
  }
  return connect((shared) =>
    forkJoin(sinks.map((sink) => sink(shared).pipe(defaultIfEmpty(undefined)))),
  ) as OperatorFunction<Step, Results<Sinks>>;
}
