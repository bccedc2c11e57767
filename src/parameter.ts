import { type Bounds, number, whole } from './check.js';
import type { Parameter } from './devices/model.js';
import { describeShape } from './shape.js';
import { fromLike, type TensorLike } from './tensor.js';

/** What the numbers of an option must be. */
export interface Rule extends Bounds {
  /** Whether it must be a whole number. */
  readonly whole?: boolean;
  /** The one number that is not allowed, and why not. */
  readonly not?: readonly [value: number, reason: string];
  /** The one number that is allowed, and why no other. */
  readonly only?: readonly [value: number, reason: string];
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
