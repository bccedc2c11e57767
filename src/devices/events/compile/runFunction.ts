import { ADD, AND, assemble, type Code, get, I32, i32, MULTIPLY, set, whileBelow } from './assembler.js';
import { emitter, type Lanes, numberType, store } from './emit.js';
import { FunctionBody } from './functionBody.js';
import type { Read, Value } from './values.js';

/** The arrays of a run, in the order of its arguments, and the values that it writes. */
export interface RunLayout {
  /** [steps, samples, features] */
  readonly inputs: readonly string[];
  /** [samples, features], read and written. */
  readonly state: readonly string[];
  /** [features] */
  readonly vectors: readonly string[];
  /** [steps, samples, features], written. */
  readonly outputs: readonly string[];
  readonly results: ReadonlyMap<string, Value>;
}

/** A place in memory: a local that points to the first neuron of the row at hand. */
interface Place {
  readonly name: string;
  readonly row: number;
}

/**
 * The module of `run(steps, samples, features, ...inputs, ...state, ...vectors, ...outputs)`: steps outside, so that
 * neurons beside each other, which do not wait for each other, follow one another; then samples; then neurons, four at
 * a time and the rest one by one. Without vectors a step's samples are one long row.
 */
export function runModule(layout: RunLayout): Uint8Array<ArrayBuffer> {
  const { inputs, state, vectors, outputs } = layout;
  const params = 3 + inputs.length + state.length + vectors.length + outputs.length;
  const body = new FunctionBody(params);
  const [steps, samples, features] = [0, 1, 2];
  const places = (names: readonly string[], first: number): Place[] =>
    names.map((name, i) => ({ name, row: first + i }));
  const ins = places(inputs, 3);
  const starts = places(state, 3 + inputs.length);
  const outs = places(outputs, params - outputs.length);
  const held = state.map((name) => ({ name, row: body.local(I32) }));
  const [t, s, p, row, wide] = [I32, I32, I32, I32, I32].map((type) => body.local(type)) as Five;
  // earlier names hide later ones, as on the other devices
  const reads = [...ins, ...held, ...places(vectors, params - outputs.length - vectors.length)];
  const neurons = (lanes: Lanes) => neuron(layout, lanes, body, { reads, writes: [...held, ...outs], p });

  const sampleRow: Code = [
    ...put(p, i32(0)),
    ...whileBelow(p, wide, [...neurons(4), ...increase(p, i32(16))]),
    ...whileBelow(p, row, [...neurons(1), ...increase(p, i32(4))]),
    ...[...ins, ...held, ...outs].flatMap((place) => increase(place.row, get(row))),
    ...increase(s, i32(1)),
  ];
  const step: Code = [
    ...held.flatMap((place, i) => put(place.row, get(starts[i]!.row))),
    ...put(s, i32(0)),
    ...whileBelow(s, samples, sampleRow),
    ...increase(t, i32(1)),
  ];
  const oneRow = [
    ...put(features, [...get(samples), ...get(features), ...MULTIPLY]),
    ...put(samples, i32(1)),
  ];
  const code = body.code([
    ...(vectors.length ? [] : oneRow),
    ...put(row, [...get(features), ...i32(4), ...MULTIPLY]),
    ...put(wide, [...get(row), ...i32(-16), ...AND]),
    ...whileBelow(t, steps, step),
  ]);
  return assemble(body.imports, {
    name: 'run',
    params: new Array<number>(params).fill(I32),
    results: [],
    locals: body.locals,
    code,
  });
}

type Five = [number, number, number, number, number];

interface Places {
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  /** Local with the bytes from the row's start to the neuron at hand. */
  readonly p: number;
}

/** One step of `lanes` neurons: all is computed before anything is written. */
function neuron(
  { results }: RunLayout,
  lanes: Lanes,
  body: FunctionBody,
  { reads, writes, p }: Places,
): Code {
  const at = ({ row }: Place): Code => [...get(row), ...get(p), ...ADD];
  const code: number[] = [];
  const addressOf = ({ name }: Read) => at(reads.find((place) => place.name === name)!);
  const emit = emitter(lanes, [...results.values()], body, addressOf, code);
  const kept = new Map<string, number>();
  for (const [name, value] of results) {
    const local = body.local(numberType(lanes));
    emit(value);
    code.push(...set(local));
    kept.set(name, local);
  }
  for (const place of writes) code.push(...at(place), ...get(kept.get(place.name)!), ...store(lanes));
  return code;
}

const put = (local: number, value: Code): Code => [...value, ...set(local)];
const increase = (local: number, by: Code): Code => [...get(local), ...by, ...ADD, ...set(local)];
