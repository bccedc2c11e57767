import { defer, finalize, map, type Observable } from 'rxjs';
import { oneOf } from '../check.js';
import type { Device } from '../devices/device.js';
import { DEVICE_NAMES, type DeviceName, openDevice } from '../devices/registry.js';
import { type Signals, type Step, type StepLike, toStep } from '../step.js';
import { HostTensor, type Tensor } from '../tensor.js';
import type { LayerOperator } from './layer.js';

/**
 * Moves a stream: every layer after it runs on the named device, or, after `to('host')`, on the default one.
 *
 * The device is opened at subscription and closed on complete, error or unsubscribe. What was probed before stays
 * where it is. Throws a `TypeError` for an unknown name; a device that cannot run here is an error of the stream
 * that says what is missing: `device 'webgl2': needs a browser with WebGL 2`.
 *
 * @example
 * rate(digit, { steps: 25 }).pipe(to('webasm'), linear(fc1), leaky({ beta: 0.95 }));
 */
export function to(name: DeviceName | 'host'): LayerOperator {
  oneOf('to: device', ['host', ...DEVICE_NAMES], name);
  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const device = name === 'host' ? undefined : openDevice(name);
      let count = 0;
      return source.pipe(
        map((value) => {
          const step = toStep(value, count, 'to');
          count += 1;
          return step.with(move(step.signals, device));
        }),
        finalize(() => device?.close()),
      );
    });
  return operator as LayerOperator;
}

function move(signals: Signals, device: Device | undefined): Signals {
  const moved = (tensor: Tensor) => new HostTensor(tensor.shape, tensor.data, device);
  return Object.fromEntries(Object.entries(signals).map(([name, tensor]) => [name, moved(tensor)]));
}
