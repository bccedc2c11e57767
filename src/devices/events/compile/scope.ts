import type { Node } from 'acorn';
import { constant, isConstant, kindOf, select, type Value } from './values.js';

/** The step that is compiled: its model's name signs the errors. */
export interface Source {
  readonly name: string;
  readonly text: string;
  /** How often its loops have turned. */
  turns: number;
}

interface Variable {
  readonly writable: boolean;
}

/**
 * The variables of a block and what they hold at this point of the step. Blocks within share what is held; an `if` is
 * run twice, and the two outcomes are put together.
 */
export class Scope {
  private readonly names = new Map<string, Variable>();

  constructor(
    readonly source: Source,
    private readonly held: Map<Variable, Value> = new Map(),
    private readonly outer?: Scope,
  ) {}

  block(): Scope {
    return new Scope(this.source, this.held, this);
  }

  get isBlock(): boolean {
    return this.outer !== undefined;
  }

  declare(name: string, value: Value, writable: boolean): void {
    const variable = { writable };
    this.names.set(name, variable);
    this.held.set(variable, value);
  }

  /** What a variable holds, or undefined where there is none of this name. */
  read(name: string): Value | undefined {
    const variable = this.find(name);
    return variable && this.held.get(variable);
  }

  assign(name: string, value: Value, node: Node): void {
    const variable = this.find(name);
    if (!variable?.writable)
      this.fail(node, variable ? `${this.textOf(node)}, a change of a const` : undefined);
    this.held.set(variable, value);
  }

  /** Runs `first` where `test` holds and `second` where it does not. */
  either(test: Value, first: () => void, second: () => void, node: Node): void {
    if (isConstant(test)) (test.value ? first : second)();
    else this.both(test, first, second, node);
  }

  private both(test: Value, first: () => void, second: () => void, node: Node): void {
    const before = [...this.held];
    first();
    const after = new Map(this.held);
    this.held.clear();
    for (const [variable, value] of before) this.held.set(variable, value);
    second();
    for (const [variable] of before) {
      const [one, other] = [after.get(variable)!, this.held.get(variable)!];
      this.held.set(variable, select(test, this.same(one, other, node), other));
    }
  }

  /** Returns `value` where it is of the kind of `other`, a number or a boolean. */
  same(value: Value, other: Value, node: Node): Value {
    if (kindOf(value) !== kindOf(other))
      this.fail(node, `now a number, now a boolean in ${this.textOf(node)}`);
    return value;
  }

  fail(node: Node, what = this.textOf(node)): never {
    throw new TypeError(
      `${this.source.name}: step uses ${what}, which the events device does not know; it knows numbers, Math, ` +
        'const and let, if, for with constant bounds, and ? :',
    );
  }

  textOf({ start, end }: Node): string {
    const text = this.source.text.slice(start, end).replace(/\s+/g, ' ');
    return text.length > 40 ? `${text.slice(0, 40)}...` : text;
  }

  private find(name: string): Variable | undefined {
    return this.names.get(name) ?? this.outer?.find(name);
  }
}

/** What JavaScript's `undefined` is as a number. */
export const NOTHING = constant(Number.NaN);
