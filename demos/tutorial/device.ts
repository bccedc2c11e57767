import type { Observable } from 'rxjs';
import { type DeviceName, type Step, to } from 'rxsnn';

/** Moves a stream to the device of the command line, or leaves the choice to rxsnn. */
export function place(device: DeviceName | undefined): (source: Observable<Step>) => Observable<Step> {
  return device ? to(device) : (source) => source;
}
