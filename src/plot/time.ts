import { type Axis, numberTicks, type Tick, wholeTicks } from './ticks.js';

const units = [
  { seconds: 1, name: 's' },
  { seconds: 1e-3, name: 'ms' },
  { seconds: 1e-6, name: 'µs' },
  { seconds: 1e-9, name: 'ns' },
] as const;

/** What a time axis says: in steps, and before the unit where there is one. */
interface TimeWords {
  readonly steps: string;
  readonly time: string;
}

const clock: TimeWords = { steps: 'Time step', time: 'Time' };

/** The time axis of `steps` steps of `dt` seconds, of bare step numbers without `dt`; positions are counted in steps. */
export function timeAxis(steps: number, dt?: number): Axis {
  // Few steps are drawn as slots; among many, the round number at the end (step 200 of 0 to 199) helps reading.
  const last = steps <= 20 ? steps - 1 : steps;
  const range = { low: -0.5, high: last === steps ? steps : last + 0.5 };
  return { ...range, ...timeScale([0, last], steps, dt) };
}

/** Title and ticks from one step to another of `steps` steps: round numbers of steps, or of the time they take. */
export function timeScale(
  [low, high]: readonly [number, number],
  steps: number,
  dt?: number,
  words = clock,
): Pick<Axis, 'title' | 'ticks'> {
  if (dt === undefined) return { title: words.steps, ticks: (count) => wholeTicks(low, high, count) };
  const unit = timeUnit(steps * dt);
  const perStep = dt / unit.seconds;
  const inSteps = ({ value, label }: Tick) => ({ value: value / perStep, label });
  return {
    title: `${words.time} (${unit.name})`,
    ticks: (count) => numberTicks(low * perStep, high * perStep, count).map(inSteps),
  };
}

/** `seconds` in words, with the unit that suits the duration `whole`: '149.5 ms'. */
export function timeText(seconds: number, whole: number) {
  const unit = timeUnit(whole);
  const digits = whole / unit.seconds >= 1000 ? 0 : whole / unit.seconds >= 100 ? 1 : 2;
  return `${(seconds / unit.seconds).toFixed(digits)} ${unit.name}`;
}

function timeUnit(seconds: number) {
  return units.find((unit) => seconds >= 2 * unit.seconds) ?? units[3];
}
