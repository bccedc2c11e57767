import {
  type Code,
  call,
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
 * function that gives the code of a value, on the stack: what is used more than once is computed where it is first
 * asked for, so the values must be asked for, and their code run, in one order.
 */
export function emitter(lanes: Lanes, roots: readonly Value[], body: FunctionBody, addressOf: AddressOf) {
  const uses = countUses(roots);
  const done = new Map<Value, number>();

  function emit(value: Value): Code {
    if (isConstant(value)) return constantCode(Number(value.value));
    const local = done.get(value);
    if (local !== undefined) return get(local);
    const code = value.type === 'read' ? [...addressOf(value), ...load(lanes)] : computed(value);
    if (uses.get(value) === 1) return code;
    const kept = body.local(lanes === 1 && kindOf(value) === 'truth' ? I32 : numberType(lanes));
    done.set(value, kept);
    return [...code, ...tee(kept)];
  }

  function computed(value: Operation | Call): Code {
    if (value.type === 'call') return lanes === 1 ? called(value) : calledByLane(value);
    const { scalar, simd } = OPERATIONS[value.name];
    return [...value.args.flatMap(emit), ...(lanes === 1 ? scalar : simd)];
  }

  function constantCode(value: number): Code {
    return lanes === 1 ? f32(value) : get(body.atStart(V128, [...f32(value), ...SPLAT]));
  }

  function imported({ name, args }: Call): Code {
    return call(body.mathImport({ name, params: args.map(() => F64), results: [F64] }));
  }

  function called(value: Call): Code {
    return [...value.args.flatMap((arg) => [...emit(arg), ...PROMOTE]), ...imported(value), ...DEMOTE];
  }

  /** The arguments into variables, then lane after lane. */
  function calledByLane(value: Call): Code {
    const args = value.args.map((arg) => ({ code: emit(arg), local: body.local(V128) }));
    const inLane = (lane: number): Code => [
      ...args.flatMap(({ local }) => [...get(local), ...extract(lane), ...PROMOTE]),
      ...imported(value),
      ...DEMOTE,
    ];
    return [
      ...args.flatMap(({ code, local }) => [...code, ...set(local)]),
      ...inLane(0),
      ...SPLAT,
      ...[1, 2, 3].flatMap((lane) => [...inLane(lane), ...replace(lane)]),
    ];
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
