import { defer, finalize, map, type Observable } from 'rxjs';
import type { Device } from '../devices/device.js';
import { openDefaultDevice } from '../devices/registry.js';
import { checkShape, type Shape } from '../shape.js';
import { type Signals, type Step, type StepLike, toStep } from '../step.js';
import type { Tensor } from '../tensor.js';
import { type Followed, follow, type Varying } from './setting.js';

/** An operator that passes steps on and keeps what was probed upstream; plain numbers may come in as steps too. */
export type StepOperator = <Layer extends string = never>(
  source: Observable<Step<Layer>> | Observable<StepLike>,
) => Observable<Step<Layer>>;

/** A layer as an operator; `network` takes its definition. */
export interface LayerOperator extends StepOperator {
  readonly layer: LayerDefinition;
}

export interface LayerDefinition {
  /** Signs the errors. */
  readonly name: string;
  /** Settings that change while the layer runs. Default none. */
  readonly varying?: Readonly<Record<string, Varying>>;
  /** The layer at work for one run: on a device, for inputs of one shape, with as many steps computed at once as `block`. */
  start(context: LayerContext): RunningLayer;
}

export interface LayerContext {
  readonly device: Device;
  readonly shape: Shape;
  readonly block: number;
  /** The latest value of a varying setting. */
  readonly now: Followed['now'];
}

/** A layer at work in one run. */
export interface RunningLayer {
  /** The layer's signals for one input. */
  next(input: Tensor): Signals;
  /** What the layer carries from the last step to the next; a layer without it carries nothing. */
  save?(): readonly Tensor[];
  /** Goes on from what `save` returned, after whatever step that was. */
  load?(state: readonly Tensor[]): void;
  free(): void;
}

/**
 * The plumbing of every layer: state is born with the first step, on the device where that step's input lives (the
 * default device where it has none), and freed once on complete, error or unsubscribe. All steps have one shape.
 */
export function layer(definition: LayerDefinition): LayerOperator {
  const { name, varying = {} } = definition;
  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const settings = follow(name, varying);
      let running: RunningLayer | undefined;
      let own: Device | undefined;
      let leave: (() => void) | undefined;
      let shape: Shape = [];
      let count = 0;

      const begin = (step: Step, input: Tensor): RunningLayer => {
        shape = input.shape;
        const device = input.device ?? openDefaultDevice();
        if (!input.device) own = device;
        const begun = definition.start({ device, shape, block: step.block, now: settings.now });
        leave = step.flow.join(begun);
        return begun;
      };
      const advance = (value: StepLike): Step => {
        const step = toStep(value, count, name);
        const input = step.output;
        running ??= begin(step, input);
        checkShape(name, count, input.shape, shape);
        count += 1;
        const signals = running.next(input);
        for (const { settled } of Object.values(signals)) if (settled) step.flow.hold(settled);
        return step.with(signals);
      };
      const end = (): void => {
        leave?.();
        running?.free();
        own?.close();
        settings.stop();
      };
      return source.pipe(map(advance), finalize(end));
    });
  return Object.assign(operator, { layer: definition }) as LayerOperator;
}
