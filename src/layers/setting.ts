import { combineLatest, map, Observable, of } from 'rxjs';
import type { Parameter } from '../devices/model.js';
import { parameter, type Rule } from '../parameter.js';
import type { TensorLike } from '../tensor.js';

/** A numeric option: a number, one value a neuron, or an Observable of either, whose values hold from the next step on. */
export type Live = TensorLike | Observable<TensorLike>;

/** An option that changes while its layer runs; what comes out has been checked. */
export class Varying {
  constructor(readonly values: Observable<Parameter>) {}
}

/** A checked numeric option. */
export type Setting = Parameter | Varying;

/** `value` as a setting of an operator: every number of it, now or later, is finite and keeps the rule. */
export function setting(operator: string, name: string, value: Live, rule: Rule = {}): Setting {
  if (!(value instanceof Observable)) return parameter(operator, name, value, rule);
  return new Varying(value.pipe(map((now) => parameter(operator, name, now, rule))));
}

/** The settings among `all` that vary. */
export function varyingOf(all: Readonly<Record<string, Setting>>): Readonly<Record<string, Varying>> {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Varying] => entry[1] instanceof Varying),
  );
}

/** The settings among `all` that do not. */
export function constantsOf(all: Readonly<Record<string, Setting>>): Readonly<Record<string, Parameter>> {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Parameter] => !(entry[1] instanceof Varying)),
  );
}

/** The latest values of varying settings during one run. */
export interface Followed<Value = Parameter> {
  /** Throws where the setting's Observable has not emitted yet or has failed. */
  now(name: string): Value;
  stop(): void;
}

/** Subscribes to varying settings until `stop` is called. */
export function follow<Value = Parameter>(
  operator: string,
  varying: Readonly<Record<string, { readonly values: Observable<Value> }>>,
): Followed<Value> {
  const latest = new Map<string, Value>();
  let failure: { readonly error: unknown } | undefined;
  const subscriptions = Object.entries(varying).map(([name, { values }]) =>
    values.subscribe({
      next: (value) => latest.set(name, value),
      error: (error: unknown) => {
        failure ??= { error };
      },
    }),
  );
  return {
    now(name) {
      if (failure) throw failure.error;
      const value = latest.get(name);
      if (value === undefined) {
        throw new Error(`${operator}: ${name} has no value at the first step, begin it with startWith(...)`);
      }
      return value;
    },
    stop() {
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

/**
 * A setting that follows from others, number by number: `derive({ tau }, ({ tau }) => Math.exp(-1 / tau))`;
 * `operator` signs the errors.
 */
export function derive<Name extends string>(
  settings: Readonly<Record<Name, Setting>>,
  formula: (values: Readonly<Record<Name, number>>) => number,
  operator?: string,
): Setting {
  return combine(settings, (values) => eachNumber(values, formula, operator));
}

/** A setting that follows from all numbers of others together. */
export function combine<Name extends string>(
  settings: Readonly<Record<Name, Setting>>,
  compute: (values: Readonly<Record<Name, Parameter>>) => Parameter,
): Setting {
  const names = Object.keys(settings) as Name[];
  const together = (values: readonly Parameter[]) =>
    compute(Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<Name, Parameter>);
  const all: readonly Setting[] = names.map((name) => settings[name]);
  if (!all.some((value) => value instanceof Varying)) return together(all as Parameter[]);
  const streams = all.map((value) => (value instanceof Varying ? value.values : of<Parameter>(value)));
  return new Varying(combineLatest(streams).pipe(map(together)));
}

/** `formula` of parameters, number by number: one where all are one for all neurons. Throws where sizes differ. */
export function eachNumber<Name extends string>(
  values: Readonly<Record<Name, Parameter>>,
  formula: (values: Readonly<Record<Name, number>>) => number,
  operator?: string,
): Parameter {
  const names = Object.keys(values) as Name[];
  const [first, ...rest] = names.filter((name) => typeof values[name] !== 'number');
  const at = (i: number): number => {
    const numbers = names.map((name) => {
      const value: Parameter = values[name];
      return [name, typeof value === 'number' ? value : value[i]!];
    });
    return formula(Object.fromEntries(numbers) as Record<Name, number>);
  };
  if (first === undefined) return at(0);
  const { length } = values[first] as Float32Array;
  for (const name of rest) {
    const other = (values[name] as Float32Array).length;
    if (other === length) continue;
    const sign = operator === undefined ? '' : `${operator}: `;
    throw new RangeError(`${sign}${first} has ${length} values, ${name} has ${other}`);
  }
  return Float32Array.from({ length }, (_, i) => at(i));
}
