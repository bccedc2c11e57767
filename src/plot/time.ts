import { type Axis, numberTicks, type Tick, wholeTicks } from './ticks.js';

const units = [
  { seconds: 1, name: 's' },
  { seconds: 1e-3, name: 'ms' },
  { seconds: 1e-6, name: 'µs' },
  { seconds: 1e-9, name: 'ns' },
] as const;

/** The time axis of `steps` steps of `dt` seconds, of bare step numbers without `dt`; positions are counted in steps. */
export function timeAxis(steps: number, dt?: number): Axis {
  // Few steps are drawn as slots; among many, the round number at the end (step 200 of 0 to 199) helps reading.
  const last = steps <= 20 ? steps - 1 : steps;
  const range = { low: -0.5, high: last === steps ? steps : last + 0.5 };
  return { ...range, ...timeScale(last, steps, dt) };
}

/** Title and ticks from step 0 to step `last` of `steps` steps: round numbers of steps, or of the time they take. */
export function timeScale(last: number, steps: number, dt?: number): Pick<Axis, 'title' | 'ticks'> {
  if (dt === undefined) return { title: 'Time step', ticks: (count) => wholeTicks(0, last, count) };
  const unit = timeUnit(steps * dt);
  const perStep = dt / unit.seconds;
  const inSteps = ({ value, label }: Tick) => ({ value: value / perStep, label });
  return {
    title: `Time (${unit.name})`,
    ticks: (count) => numberTicks(0, last * perStep, count).map(inSteps),
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
