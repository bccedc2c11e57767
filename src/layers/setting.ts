import { combineLatest, map, Observable, of } from 'rxjs';
import { type Bounds, number, whole } from '../check.js';
import type { Parameter } from '../devices/model.js';
import { describeShape } from '../shape.js';
import { fromLike, type TensorLike } from '../tensor.js';

/** A numeric option: a number, one value a neuron, or an Observable of either, whose values hold from the next step on. */
export type Live = TensorLike | Observable<TensorLike>;

/** An option that changes while its layer runs; what comes out has been checked. */
export class Varying {
  constructor(readonly values: Observable<Parameter>) {}
}

/** A checked numeric option. */
export type Setting = Parameter | Varying;

export interface Rule extends Bounds {
  /** Whether it must be a whole number. */
  readonly whole?: boolean;
  /** The one number that is not allowed, and why not. */
  readonly not?: readonly [value: number, reason: string];
  /** The one number that is allowed, and why no other. */
  readonly only?: readonly [value: number, reason: string];
}

/** `value` as a setting of an operator: every number of it, now or later, is finite and keeps the rule. */
export function setting(operator: string, name: string, value: Live, rule: Rule = {}): Setting {
  if (!(value instanceof Observable)) return parameter(operator, name, value, rule);
  return new Varying(value.pipe(map((now) => parameter(operator, name, now, rule))));
}

/** Numbers as a parameter: one for all neurons, or a vector of one a neuron; finite and within the rule. */
export function parameter(operator: string, name: string, value: TensorLike, rule: Rule = {}): Parameter {
  const what = `${operator}: ${name}`;
  const check = rule.whole ? whole : number;
  if (typeof value === 'number') check(what, value, rule);
  const { shape, data } = fromLike(value, operator);
  for (const x of data) {
    check(what, x, rule);
    if (x === rule.not?.[0]) throw new RangeError(`${what} must not be ${x}, ${rule.not[1]}`);
    if (rule.only && x !== rule.only[0]) {
      throw new RangeError(`${what} must be ${rule.only[0]}, ${rule.only[1]}, got ${x}`);
    }
  }
  if (shape.length > 1 || data.length === 0) {
    throw new RangeError(`${what} must be a number or one a neuron, got shape ${describeShape(shape)}`);
  }
  return shape.length === 0 ? (typeof value === 'number' ? value : data[0]!) : data;
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
 * A setting that follows from others, number by number: `derive({ tau }, ({ tau }) => Math.exp(-1 / tau))`; `operator` signs the
 * errors.
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
