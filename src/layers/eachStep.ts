import { defer, map, type Observable } from 'rxjs';
import { type Step, type StepLike, toStep } from '../step.js';

/** The operator that applies `change` to each step; plain numbers become steps, numbered anew in each subscription. */
export function eachStep(
  name: string,
  change: (step: Step) => Step,
): (source: Observable<StepLike>) => Observable<Step> {
  return (source) =>
    defer(() => {
      let count = 0;
      return source.pipe(
        map((value) => {
          const step = toStep(value, count, name);
          count += 1;
          return change(step);
        }),
      );
    });
}
