import { Observable } from 'rxjs';
import { CODE_RULES } from '../coding/latencyCode.js';
import {
  type LatencyOptions,
  latencyFrame,
  levelsOf,
  type SpikeSteps,
  spikeSteps,
} from '../coding/latencyFrames.js';
import type { Parameter } from '../devices/model.js';
import type { Live } from '../layers/setting.js';
import type { Tensor } from '../tensor.js';
import { held } from './held.js';
import type { LatencySourceOptions } from './latency.js';
import { settingsOf } from './settings.js';

/** The latency code of data and options as they are, in one run. */
export interface LatencyNow {
  now(): SpikeSteps;
  /** Step t of a code, with the values of spikes of now. */
  frame(code: SpikeSteps, t: number): Tensor;
  stop(): void;
}

const NUMERIC = ['threshold', 'tau', 'epsilon', 'firstSpikeTime', 'onTarget', 'offTarget', 'steps'] as const;
type Numbers = { readonly [Name in (typeof NUMERIC)[number]]?: Parameter };

/** A code with what it was made of. */
interface Encoded {
  readonly frame: Tensor;
  readonly numbers: Numbers;
  readonly code: SpikeSteps;
}

/** Checks data and options. Those that stay the same are encoded at once, and only once; a run begins with `start`. */
export function latencyNow(
  operator: string,
  data: Live,
  options: Omit<LatencySourceOptions, 'rounds'>,
): { readonly steps: number | undefined; start(): LatencyNow } {
  const given = NUMERIC.filter((name) => options[name] !== undefined);
  const values = held(operator, data);
  const settings = settingsOf(
    operator,
    Object.fromEntries(given.map((name) => [name, options[name]])) as Record<(typeof given)[number], Live>,
    { ...CODE_RULES, steps: { whole: true, min: 1 } },
  );
  const all = (numbers: Numbers) => ({ ...options, ...numbers }) as LatencyOptions<Parameter>;
  const open = (last?: Encoded) => {
    const [held, followed] = [values(), settings.start()];
    const numbers = (): Numbers => Object.fromEntries(given.map((name) => [name, followed.now(name)]));
    const encoded = (): Encoded => {
      const [frame, now] = [held.now(), numbers()];
      if (last?.frame === frame && given.every((name) => now[name] === last?.numbers[name])) return last;
      levelsOf(operator, all(now), frame.shape);
      last = { frame, numbers: now, code: spikeSteps(operator, frame, all(now)) };
      return last;
    };
    return {
      encoded,
      now: () => encoded().code,
      frame: (code: SpikeSteps, t: number) =>
        latencyFrame(code, levelsOf(operator, all(numbers()), code.step), t),
      stop() {
        held.stop();
        followed.stop();
      },
    };
  };
  const stays = settings.constant && !(data instanceof Observable);
  const fixed = stays ? open().encoded() : undefined;
  const steps = typeof options.steps === 'number' ? options.steps : fixed?.code.steps;
  return { steps, start: () => open(fixed) };
}
