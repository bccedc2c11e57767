import type { Parameter } from '../../devices/model.js';
import type { Rule } from '../../parameter.js';
import { type Live, type Setting, setting, Varying } from '../setting.js';

/** What a NIR neuron may take, by its name there in camel case. */
export type ParameterName = keyof typeof PARAMETERS;

/** A parameter of the neuron at hand, checked by its own rule and another. */
export type Given = (name: ParameterName, rule?: Rule) => Setting;

interface ParameterRule {
  readonly rule?: Rule;
  /** Without it, the parameter must be given. */
  readonly default?: number;
}

const TIME_CONSTANT: ParameterRule = { rule: { above: 0 } };
const ONE: ParameterRule = { default: 1 };
const ZERO: ParameterRule = { default: 0 };

const PARAMETERS = {
  tau: TIME_CONSTANT,
  tauMem: TIME_CONSTANT,
  tauSyn: TIME_CONSTANT,
  dt: { rule: { above: 0 }, default: 1e-4 },
  r: ONE,
  wIn: ONE,
  vLeak: ZERO,
  vThreshold: ONE,
  vReset: ZERO,
} satisfies Record<string, ParameterRule>;

/** The parameters among a neuron's options, and those that were asked for and stay; `operator` signs the errors. */
export function parametersOf(
  operator: string,
  options: Readonly<Record<string, unknown>>,
): { readonly given: Given; readonly constants: Readonly<Record<string, Parameter>> } {
  const constants: Record<string, Parameter> = {};
  let sized: { readonly name: string; readonly length: number } | undefined;
  const given: Given = (name, extra) => {
    const { rule, default: usual }: ParameterRule = PARAMETERS[name];
    const value = (options[name] as Live | undefined) ?? usual;
    if (value === undefined) throw new TypeError(`${operator}: ${name} must be given, in seconds`);
    const found = setting(operator, name, value, { ...rule, ...extra });
    if (found instanceof Varying) return found;
    constants[name] = found;
    if (typeof found === 'number') return found;
    sized ??= { name, length: found.length };
    if (found.length === sized.length) return found;
    throw new RangeError(
      `${operator}: ${name} has ${found.length} values, ${sized.name} has ${sized.length}`,
    );
  };
  return { given, constants };
}
