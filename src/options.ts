import { show } from './check.js';
import { hint } from './nearest.js';

/** A list that has every name of these options, and no other: what is missing is what the compiler reports. */
export type NamesOf<Options, Name extends string> = readonly Name[] &
  ([keyof Options] extends [Name] ? unknown : { readonly missing: Exclude<keyof Options, Name> });

/**
 * The options that an operator was given, once it is sure that they are an object and that each has one of the `names`:
 * `leaky: has no option 'reset_mechanism'; did you mean 'resetMechanism'?` What an object inherits is not looked at.
 */
export function optionsOf<Options extends object, Name extends keyof Options & string>(
  operator: string,
  options: Options,
  names: NamesOf<Options, Name>,
): Options {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${operator}: takes an object of options, got ${show(options)}`);
  for (const name of Object.keys(options)) {
    if ((names as readonly string[]).includes(name)) continue;
    throw new TypeError(`${operator}: has no option '${name}'; ${hint(name, names)}`);
  }
  return options;
}
