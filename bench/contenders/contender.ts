import type { Task } from '../task.js';

/** Somebody who can run tasks of one kind. */
export interface Contender<Kind = Task> {
  readonly name: string;
  /** Not one of ours. */
  readonly peer: boolean;
  /** Whatever a user does once, before any run. */
  prepare(task: Kind): Promise<Runner>;
}

export interface Runner {
  /**
   * The whole task from silence, all of it on the host at the end. Calls `begins` before each step, unless a part
   * of all steps is computed at once.
   */
  run(begins: (t: number) => void): Promise<Outcome>;
  close(): void;
}

/** What is recorded: shape [steps, batch, ...neurons] each. */
export interface Outcome {
  readonly hidden: Signals;
  readonly output: Signals;
}

export interface Signals {
  readonly spk: Float32Array;
  readonly mem: Float32Array;
}

/** Throws unless `outcome` is what was `expected`: the same spikes, and membranes within 1e-6 of them. */
export function verify(name: string, outcome: Outcome, expected: Outcome): void {
  if (!expected.hidden.spk.includes(1))
    throw new Error(`${name}: no hidden neuron spikes, nothing to compare`);
  for (const layer of ['hidden', 'output'] as const) {
    for (const signal of ['spk', 'mem'] as const) {
      const [got, want] = [outcome[layer][signal], expected[layer][signal]];
      const sizes = `${got.length} and ${want.length}`;
      if (got.length !== want.length) throw new Error(`${name}: ${layer}.${signal} sizes differ: ${sizes}`);
      const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
      const wrong = got.findIndex(
        (value, i) => !(signal === 'spk' ? value === want[i] : near(value, want[i]!)),
      );
      if (wrong < 0) continue;
      throw new Error(
        `${name}: ${layer}.${signal} must be ${want[wrong]} at index ${wrong}, got ${got[wrong]}`,
      );
    }
  }
}
