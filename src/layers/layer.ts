import { defer, finalize, map, type Observable } from 'rxjs';
import type { Device } from '../devices/device.js';
import { openDefaultDevice } from '../devices/registry.js';
import { describeShape, type Shape, sameShape } from '../shape.js';
import { type Signals, type Step, type StepLike, toStep } from '../step.js';
import type { Tensor } from '../tensor.js';

/** An operator that passes steps on and keeps what was probed upstream; plain numbers may come in as steps too. */
export type LayerOperator = <Layer extends string = never>(
  source: Observable<Step<Layer>> | Observable<StepLike>,
) => Observable<Step<Layer>>;

/** A layer at work in one subscription. */
export interface RunningLayer {
  /** The layer's signals for one input. */
  next(input: Tensor): Signals;
  free(): void;
}

/**
 * The plumbing of every layer: state is born with the first step, on the device where that step's input lives (the
 * default device where it has none), and freed once on complete, error or unsubscribe. All steps have one shape.
 */
export function layer(
  name: string,
  start: (device: Device, shape: Shape, block: number) => RunningLayer,
): LayerOperator {
  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      let running: RunningLayer | undefined;
      let own: Device | undefined;
      let shape: Shape = [];
      let count = 0;

      const advance = (value: StepLike): Step => {
        const step = toStep(value, count, name);
        const input = step.output;
        if (!running) {
          shape = input.shape;
          const device = input.device ?? openDefaultDevice();
          if (!input.device) own = device;
          running = start(device, shape, step.block);
        }
        if (!sameShape(input.shape, shape)) {
          const sizes = `${describeShape(input.shape)}, the stream began with ${describeShape(shape)}`;
          throw new RangeError(`${name}: step ${count} has shape ${sizes}`);
        }
        count += 1;
        const signals = running.next(input);
        for (const { settled } of Object.values(signals)) if (settled) step.flow.hold(settled);
        return step.with(signals);
      };

      const end = (): void => {
        running?.free();
        own?.close();
      };
      return source.pipe(map(advance), finalize(end));
    });
  return operator as LayerOperator;
}
