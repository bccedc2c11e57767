import { type BlockInput, numbersOf } from '../blockInput.js';
import type { BlockOperation } from '../lazy.js';
import type { Engine } from './engine.js';
import { Region } from './region.js';
import { EngineMemory, Views } from './results.js';

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

/**
 * An operation for steps that lie anywhere. Numbers that are in the engine already are taken from where they are, and
 * results stay there until the next run.
 */
export function inEngine(engine: Engine, sizes: EngineSizes, operation: EngineOperation): BlockOperation {
  const { result, state: stateResults = [] } = sizes;
  const brought = sizes.inputs.map(() => new Region(engine));
  const made = new Region(engine);
  const views = new Views(engine, result);
  const addresses = sizes.inputs.map(() => 0);
  let last: EngineMemory | undefined;
  let lastSteps = 0;

  const locate = (input: BlockInput, i: number, steps: number): number => {
    const size = sizes.inputs[i]!;
    if ('memory' in input && input.memory instanceof EngineMemory && input.memory.engine === engine) {
      const address = input.memory.addressOf(input.slot);
      // what this operation made itself is about to be overwritten
      if (address !== undefined && input.memory !== last) return address;
    }
    return brought[i]!.hold(numbersOf(input, size, steps));
  };
  /** What the run before left is in its place already. */
  const inPlace = (input: BlockInput, i: number): boolean =>
    'memory' in input && input.memory === last && input.slot === (stateResults[i]! + 1) * lastSteps - 1;

  return {
    run(steps, inputs, state) {
      for (let i = 0; i < state.length; i++) {
        if (!inPlace(state[i]!, i)) operation.setState?.(i, numbersOf(state[i]!, result, 1));
      }
      for (let i = 0; i < inputs.length; i++) addresses[i] = locate(inputs[i]!, i, steps);
      last?.leave();
      const slots = sizes.results * steps;
      const results = made.reserve(4 * slots * result);
      operation.launch(steps, addresses, results);
      last = new EngineMemory(engine, results, slots, result, views);
      lastSteps = steps;
      return last;
    },
    free() {
      last?.leave();
      views.free();
      for (const region of [...brought, made]) region.free();
      operation.free();
    },
  };
}
