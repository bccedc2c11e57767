import { type Each, each } from '../coding/values.js';
import type { Parameter } from '../devices/model.js';
import {
  constantsOf,
  follow,
  type Live,
  type Setting,
  setting,
  Varying,
  varyingOf,
} from '../layers/setting.js';
import type { Rule } from '../parameter.js';
import type { Shape } from '../shape.js';

/** Numeric options of a source in one run: the latest values. */
export interface Settings<Name extends string> {
  now(name: Name): Parameter;
  /** One number for every element of data of this shape, where each has its own. */
  of(name: Name, shape: Shape): Each;
  stop(): void;
}

/** Numeric options of a source, checked by the factory. */
export interface SettingsOf<Name extends string> {
  /** Whether all stay the same. */
  readonly constant: boolean;
  /** Follows them; a run begins with the call. */
  start(): Settings<Name>;
}

/**
 * Checks numeric options: each is a number, one value a neuron, or an Observable of either, within its rule. One that is not
 * among the values must not be asked for.
 */
export function settingsOf<Name extends string>(
  operator: string,
  values: { readonly [Option in Name]?: Live },
  rules: { readonly [Option in Name]?: Rule } = {},
): SettingsOf<Name> {
  const entries = Object.entries(values) as [Name, Live][];
  const settings = Object.fromEntries(
    entries.map(([name, value]) => [name, setting(operator, name, value, rules[name])]),
  ) as Record<Name, Setting>;
  const constants = constantsOf(settings);
  return {
    constant: !Object.values(settings).some((value) => value instanceof Varying),
    start() {
      const followed = follow(operator, varyingOf(settings));
      const now = (name: Name): Parameter => constants[name] ?? followed.now(name);
      const of = (name: Name, shape: Shape) => each(operator, name, now(name), shape);
      return { now, of, stop: followed.stop };
    },
  };
}
