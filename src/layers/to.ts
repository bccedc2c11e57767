import { concatMap, defer, finalize, from, map, type Observable, of, switchMap } from 'rxjs';
import { oneOf } from '../check.js';
import type { Device } from '../devices/device.js';
import { openDevice, prepareDevice } from '../devices/registry.js';
import { DEVICE_NAMES, type DeviceName } from '../devices/table.js';
import { Step, type StepLike } from '../step.js';
import { HostTensor, retainAll } from '../tensor.js';
import { eachStep } from './eachStep.js';
import type { StepOperator } from './layer.js';

/**
 * Moves a stream: every layer after it runs on the named device, or, after `to('host')`, on the default one.
 *
 * The device is opened at subscription and closed on complete, error or unsubscribe. What was probed before stays
 * where it is. In a page the first mode of gpu.js that is chosen is waited for: the source is subscribed to when gpu.js is
 * there. Throws a `TypeError` for an unknown name; a device that cannot run here is an error of the stream
 * that says what is missing: `device 'webgl2': needs a browser with WebGL 2`.
 *
 * @example
 * rate(digit, { steps: 25 }).pipe(to('webasm'), linear(fc1), leaky({ beta: 0.95 }));
 */
export function to(name: DeviceName | 'host'): StepOperator {
  oneOf('to: device', ['host', ...DEVICE_NAMES], name);
  const run = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const device = name === 'host' ? undefined : openDevice(name);
      return source.pipe(
        eachStep('to', (step) => step),
        map((step) => move(step, device)),
        concatMap((moved) => (moved instanceof Step ? of(moved) : moved)),
        finalize(() => device?.close()),
      );
    });
  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const preparing = name === 'host' ? undefined : prepareDevice(name);
      return preparing ? from(preparing).pipe(switchMap(() => run(source))) : run(source);
    });
  return operator as StepOperator;
}

/** The step with its numbers bound for `device`; they are read while the step passes, which may take time. */
function move(step: Step, device: Device | undefined): Step | Observable<Step> {
  const entries = Object.entries(step.signals);
  const numbers = entries.map(([, tensor]) => tensor.read());
  const placed = device?.blockOf ? step.inBlocksOf(device.blockOf(step.block)) : step;
  const moved = (data: readonly Float32Array[]) =>
    placed.with(
      Object.fromEntries(
        entries.map(([name, { shape }], i) => [name, new HostTensor(shape, data[i]!, device)]),
      ),
    );
  if (!numbers.some((data) => data instanceof Promise)) return moved(numbers as Float32Array[]);
  const waiting = Promise.all(numbers).then(moved);
  step.flow.hold(waiting);
  // what was probed upstream is read only when the step goes on
  const release = retainAll(Object.values(step.layers).flatMap((signals) => Object.values(signals)));
  return from(waiting).pipe(finalize(release));
}
