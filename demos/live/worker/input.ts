import { type BehaviorSubject, map, type Observable } from 'rxjs';
import { type Moment, type Step, tensor } from 'rxsnn';
import type { Coding } from '../encodings/encoding.js';
import { encodingOf } from '../encodings/index.js';
import type { NetworkInfo } from '../model/network.js';
import type { Plan } from '../model/protocol.js';
import type { Playing } from './playing.js';

export type Subjects = Readonly<Record<string, BehaviorSubject<number | Float32Array>>>;

/** What the network gets in each step: the events of the file that plays, or the image, encoded. */
export function inputOf(
  { input }: NetworkInfo,
  plan: Plan,
  subjects: Subjects,
  playing: Playing | undefined,
): Observable<Step> {
  const { image, ...sliders } = subjects;
  const settings = sliders as Coding['settings'];
  const { coding: choices, seed } = plan;
  if (playing) return playing.steps(input, settings, choices);
  const frames = image!.pipe(map((values) => tensor(values, [1, ...input])));
  const steps = encodingOf(plan.encoding).encode({ image: frames, settings, choices, seed });
  // what is no spike is shown as a graded one
  return steps.pipe(map((step) => (step.spk ? step : step.with({ spk: step.output }))));
}

/** An input as far as the run's state is concerned. */
export interface Source {
  readonly plan: Plan;
  readonly playing: Playing | undefined;
}

/** A moment as the beginning of a run with another input, which remembers nothing yet. */
export function handedOver(moment: Moment, from: Source, to: Source): Moment {
  const same = from.playing === to.playing && (from.playing || from.plan.encoding === to.plan.encoding);
  if (same) return moment;
  const own = Array.from({ length: partsOf(to) }, () => []);
  return { ...moment, state: [...own, ...moment.state.slice(partsOf(from))] };
}

/** How many parts of the run's state are the input's. */
function partsOf({ plan, playing }: Source): number {
  return playing || encodingOf(plan.encoding).remembers ? 1 : 0;
}
