import { type BlockInput, numbersOf } from '../blockInput.js';
import type { BlockOperation } from '../lazy.js';
import { HostMemory } from '../memory.js';
import type { Engine } from './engine.js';
import { Region } from './region.js';

/** What an operation does within an engine's memory. */
export interface EngineOperation {
  /** From the inputs of `steps` steps at their addresses to the results at theirs, each with all steps behind each other. */
  launch(steps: number, inputs: readonly number[], results: number): void;
  /** Sets one state of all neurons; without it there is none. */
  setState?(index: number, numbers: Float32Array): void;
  free(): void;
}

export interface EngineSizes {
  /** Numbers of each input in one step. */
  readonly inputs: readonly number[];
  /** Numbers of each result in one step. */
  readonly result: number;
  readonly results: number;
  /** Which of the results each state comes from. */
  readonly state?: readonly number[];
}

/** Bytes of host memory that small results share: one large array costs less than many small ones. */
const CHUNK = 2 ** 16;
/** Most results that share one, so that a single one that is kept does not keep much else. */
const SHARED = 16;

/** Results on the host, and where they still lie in the engine until their operation runs again. */
class EngineMemory extends HostMemory {
  constructor(
    data: Float32Array,
    readonly engine: Engine,
    public address: number | undefined,
  ) {
    super(data);
  }
}

/**
 * An operation for steps that lie anywhere. Numbers that are in the engine already are taken from where they are; results
 * are copied out once, since whoever keeps them may do so for ever.
 */
export function inEngine(engine: Engine, sizes: EngineSizes, operation: EngineOperation): BlockOperation {
  const { result, state: stateResults = [] } = sizes;
  const brought = sizes.inputs.map(() => new Region(engine));
  const made = new Region(engine);
  const copy = copying(engine);
  let last: EngineMemory | undefined;
  let lastSteps = 0;

  const locate = (input: BlockInput, i: number, steps: number): number => {
    const size = sizes.inputs[i]!;
    if ('memory' in input && input.memory instanceof EngineMemory && input.memory.engine === engine) {
      const { address } = input.memory;
      if (address !== undefined) return address + 4 * size * input.slot;
    }
    return brought[i]!.hold(numbersOf(input, size, steps));
  };
  /** What the run before left is in its place already. */
  const inPlace = (input: BlockInput, i: number): boolean =>
    'memory' in input && input.memory === last && input.slot === (stateResults[i]! + 1) * lastSteps - 1;

  return {
    run(steps, inputs, state) {
      for (const [i, input] of state.entries()) {
        if (!inPlace(input, i)) operation.setState?.(i, numbersOf(input, result, 1));
      }
      // from here on the results of the run before are overwritten, also where they are inputs of this one
      if (last) last.address = undefined;
      const addresses = inputs.map((input, i) => locate(input, i, steps));
      const size = sizes.results * steps * result;
      const results = made.reserve(4 * size);
      operation.launch(steps, addresses, results);
      last = new EngineMemory(copy(results, size), engine, results);
      lastSteps = steps;
      return last;
    },
    free() {
      if (last) last.address = undefined;
      for (const region of [...brought, made]) region.free();
      operation.free();
    },
  };
}

/** Copies numbers out of the engine, several results into one array. */
function copying(engine: Engine): (address: number, size: number) => Float32Array {
  let chunk = new Float32Array(0);
  let used = 0;
  return (address, size) => {
    const { numbers } = engine.memory;
    const from = address / 4;
    if (8 * size > CHUNK) return numbers.slice(from, from + size);
    if (used + size > chunk.length) {
      chunk = new Float32Array(size * Math.min(SHARED, Math.floor(CHUNK / (4 * size))));
      used = 0;
    }
    const copied = chunk.subarray(used, used + size);
    copied.set(numbers.subarray(from, from + size));
    used += size;
    return copied;
  };
}
