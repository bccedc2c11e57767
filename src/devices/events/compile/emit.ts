import {
  type Code,
  callFunction,
  DEMOTE,
  F32,
  F64,
  f32,
  get,
  I32,
  PROMOTE,
  set,
  tee,
  V128,
  vector,
} from './assembler.js';
import type { FunctionBody } from './functionBody.js';
import { OPERATIONS } from './operations.js';
import { type Call, isConstant, kindOf, type Operation, type Read, type Value } from './values.js';

/** How many neurons one piece of code computes: their numbers are an f32, or an f32x4. */
export type Lanes = 1 | 4;

/** Code that puts the address of what a value reads on the stack. */
export type AddressOf = (read: Read) => Code;

export const numberType = (lanes: Lanes): number => (lanes === 1 ? F32 : V128);
export const load = (lanes: Lanes): Code => (lanes === 1 ? [0x2a, 2, 0] : vector(0, 2, 0));
export const store = (lanes: Lanes): Code => (lanes === 1 ? [0x38, 2, 0] : vector(11, 2, 0));

const SPLAT = vector(19);
const extract = (lane: number): Code => vector(31, lane);
const replace = (lane: number): Code => vector(32, lane);

/**
 * Emits values for one neuron or for four at once, from the one graph, so that the two cannot differ. Returns a
 * function that appends to `out` the code of a value, which leaves it on the stack. What is used more than once is
 * computed where it is first asked for.
 */
export function emitter(
  lanes: Lanes,
  roots: readonly Value[],
  body: FunctionBody,
  addressOf: AddressOf,
  out: number[],
): (value: Value) => void {
  const uses = countUses(roots);
  const done = new Map<Value, number>();

  function emit(value: Value): void {
    const local = done.get(value);
    if (isConstant(value)) out.push(...constantCode(Number(value.value)));
    else if (local !== undefined) out.push(...get(local));
    else compute(value);
  }

  function compute(value: Read | Operation | Call): void {
    if (value.type === 'read') out.push(...addressOf(value), ...load(lanes));
    else if (value.type === 'operation') operate(value);
    else if (lanes === 1) call(value);
    else callByLane(value);
    if (uses.get(value) === 1) return;
    const kept = body.local(lanes === 1 && kindOf(value) === 'truth' ? I32 : numberType(lanes));
    done.set(value, kept);
    out.push(...tee(kept));
  }

  function operate({ name, args }: Operation): void {
    for (const arg of args) emit(arg);
    out.push(...OPERATIONS[name][lanes === 1 ? 'scalar' : 'simd']);
  }

  function constantCode(value: number): Code {
    return lanes === 1 ? f32(value) : get(body.atStart(V128, [...f32(value), ...SPLAT]));
  }

  function call(value: Call): void {
    for (const arg of value.args) {
      emit(arg);
      out.push(...PROMOTE);
    }
    out.push(...imported(value), ...DEMOTE);
  }

  /** The arguments into variables, then lane after lane. */
  function callByLane(value: Call): void {
    const locals = value.args.map((arg) => {
      const local = body.local(V128);
      emit(arg);
      out.push(...set(local));
      return local;
    });
    for (const lane of [0, 1, 2, 3]) {
      for (const local of locals) out.push(...get(local), ...extract(lane), ...PROMOTE);
      out.push(...imported(value), ...DEMOTE, ...(lane === 0 ? SPLAT : replace(lane)));
    }
  }

  function imported({ name, args }: Call): Code {
    return callFunction(body.mathImport({ name, params: args.map(() => F64), results: [F64] }));
  }

  return emit;
}

/** How many values, and roots, take each value. */
function countUses(roots: readonly Value[]): Map<Value, number> {
  const uses = new Map<Value, number>();
  const visit = (value: Value): void => {
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0 && 'args' in value) value.args.forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}
