import { lastValueFrom, type Observable } from 'rxjs';
import { type DeviceName, rate, type Step, tensor, to } from 'rxsnn';
import { sizeOf } from './nirLayers.js';

/** Runs a silent step, which says what layers hand on, and whether the device is here and can do it. */
export function firstStep(
  layers: (source: Observable<Step>) => Observable<Step<string>>,
  input: readonly number[],
  device: DeviceName,
): Promise<Step<string>> {
  const silence = tensor(new Float32Array(sizeOf(input)), [1, ...input]);
  return lastValueFrom(rate(silence, { steps: 1 }).pipe(to(device), layers));
}
