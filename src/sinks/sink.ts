import { type Observable, type OperatorFunction, pipe } from 'rxjs';
import type { Step } from '../step.js';

/** An operator at the end of a pipeline, which further operators (a writer, say) can be attached to. */
export interface Sink<Out> {
  (source: Observable<Step>): Observable<Out>;
  /** The sink with further operators behind it, as one. */
  pipe<A>(first: OperatorFunction<Out, A>): Sink<A>;
  /** The same, with two. */
  pipe<A, B>(first: OperatorFunction<Out, A>, second: OperatorFunction<A, B>): Sink<B>;
  /** The same, with three. */
  pipe<A, B, C>(
    first: OperatorFunction<Out, A>,
    second: OperatorFunction<A, B>,
    third: OperatorFunction<B, C>,
  ): Sink<C>;
}

/** `operator` with a `pipe` of its own, so that `raster('hidden').pipe(png('raster.png'))` is one sink. */
export function sink<Out>(operator: OperatorFunction<Step, Out>): Sink<Out> {
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of Sink type the operators
  const attach = (...operators: OperatorFunction<any, any>[]) =>
    sink(operators.reduce((chain, next) => pipe(chain, next), operator));
  return Object.assign((source: Observable<Step>) => operator(source), { pipe: attach }) as Sink<Out>;
}
