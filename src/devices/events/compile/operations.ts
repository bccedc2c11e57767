import { type Code, vector } from './assembler.js';

export type Kind = 'number' | 'truth';

/** One operation in all its forms: on one neuron, on four, and on numbers that are known at compile time. */
export interface OperationForms {
  readonly result: Kind;
  /** On f32 numbers; a boolean is an i32, 0 or 1. */
  readonly scalar: Code;
  /** On f32x4 numbers; a boolean is a mask, all bits of a lane or none. */
  readonly simd: Code;
  /** In float64; the caller rounds to float32. */
  // biome-ignore lint/suspicious/noExplicitAny: numbers or booleans, as the operation takes them
  readonly known: (...args: any[]) => number | boolean;
}

/** The operations that a processor has itself, where it agrees with JavaScript on NaN and -0 too. */
export const OPERATIONS = {
  add: number(0x92, 228, (a, b) => a + b),
  subtract: number(0x93, 229, (a, b) => a - b),
  multiply: number(0x94, 230, (a, b) => a * b),
  divide: number(0x95, 231, (a, b) => a / b),
  min: number(0x96, 232, Math.min),
  max: number(0x97, 233, Math.max),
  negate: number(0x8c, 225, (a) => -a),
  abs: number(0x8b, 224, Math.abs),
  sqrt: number(0x91, 227, Math.sqrt),
  ceil: number(0x8d, 103, Math.ceil),
  floor: number(0x8e, 104, Math.floor),
  trunc: number(0x8f, 105, Math.trunc),
  equal: truth(0x5b, 65, (a, b) => a === b),
  unequal: truth(0x5c, 66, (a, b) => a !== b),
  less: truth(0x5d, 67, (a, b) => a < b),
  greater: truth(0x5e, 68, (a, b) => a > b),
  atMost: truth(0x5f, 69, (a, b) => a <= b),
  atLeast: truth(0x60, 70, (a, b) => a >= b),
  not: truth(0x45, 77, (a) => !a),
  and: truth(0x71, 78, (a, b) => a && b),
  or: truth(0x72, 80, (a, b) => a || b),
  /** The first where the third, a boolean, is true, else the second. */
  select: number(0x1b, 82, (a, b, test) => (test ? a : b)),
} satisfies Record<string, OperationForms>;

export type OperationName = keyof typeof OPERATIONS;

function number(scalar: number, simd: number, known: OperationForms['known']): OperationForms {
  return { result: 'number', scalar: [scalar], simd: vector(simd), known };
}

function truth(scalar: number, simd: number, known: OperationForms['known']): OperationForms {
  return { ...number(scalar, simd, known), result: 'truth' };
}
