import { defer, finalize, map, type Observable } from 'rxjs';
import type { Device } from '../devices/device.js';
import { openDefaultDevice, openDevice } from '../devices/registry.js';
import type { DeviceName } from '../devices/table.js';
import { checkShape, type Shape } from '../shape.js';
import { layerOf, outputOf, type Signals, type Step, type StepLike, toStep } from '../step.js';
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

/** What a layer hands on: spikes, or numbers of another kind. */
export type SignalName = 'spk' | 'cur';

export interface LayerDefinition {
  /** Signs the errors. */
  readonly name: string;
  /** What the layer was made of, by the names of its options, for those who write it down. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Settings that change while the layer runs. Default none. */
  readonly varying?: Readonly<Record<string, Varying>>;
  /** Weights and biases, all numbers counted. Default 0. */
  readonly parameters?: number;
  /**
   * Names of its inputs. The one called `input`, and one that is alone, is the output of the layer before; the others are
   * layers that were kept upstream under these names. Default `input` alone.
   */
  readonly inputs?: readonly string[];
  /** Names of its outputs: its signals first, the others among what it keeps `within`. Default `output` alone. */
  readonly outputs?: readonly string[];
  /** What it hands on: spikes, currents, or, for a layer that leaves spikes spikes, what came in. Default `cur`. */
  readonly makes?: SignalName | 'same';
  /** Shape of the output for an input of this shape; throws where that does not fit. Default: the input's. */
  outputShape?(input: Shape): Shape;
  /** Synapses of one sample of such an input: multiply-adds of a step in which every input is active. Default 0. */
  synapses?(input: Shape): number;
  /** The layer at work for one run: on a device, for inputs of one shape, with as many steps computed at once as `block`. */
  start(context: LayerContext): RunningLayer;
}

export interface LayerContext {
  readonly device: Device;
  readonly shape: Shape;
  /** Shapes of the inputs after the first. */
  readonly others?: readonly Shape[];
  readonly block: number;
  /** Under which name each input comes. Default `cur`. */
  readonly signals?: readonly SignalName[];
  /** The latest value of a varying setting. */
  readonly now: Followed['now'];
}

/** A layer at work in one run. */
export interface RunningLayer {
  /** The layer's signals for one input, or for one of each name. */
  next(input: Tensor, ...others: readonly Tensor[]): Signals;
  /** Signals of the layers inside it by name, as `next` left them. */
  readonly within?: Readonly<Record<string, Signals>>;
  /** What the layer carries from the last step to the next; a layer without it carries nothing. */
  save?(): readonly Tensor[];
  /** Goes on from what `save` returned, after whatever step that was. */
  load?(state: readonly Tensor[]): void;
  /** Frees what it holds on its device. */
  free(): void;
}

/**
 * The plumbing of every layer: state is born with the first step, on the device where that step's input lives (the
 * default device where it has none), and freed once on complete, error or unsubscribe. All steps have one shape.
 */
export function layer(definition: LayerDefinition): LayerOperator {
  const { name, varying = {}, inputs = ['input'] } = definition;
  const operator = (source: Observable<StepLike>): Observable<Step> =>
    defer(() => {
      const settings = follow(name, varying);
      let running: RunningLayer | undefined;
      let own: Device | undefined;
      let leave: (() => void) | undefined;
      let shapes: readonly Shape[] = [];
      let count = 0;

      const begin = (step: Step, taken: readonly Tensor[]): RunningLayer => {
        shapes = taken.map(({ shape }) => shape);
        const given = taken.find(({ device }) => device)?.device;
        if (!given) own = openDefaultDevice();
        // an operator in between may hold steps back until their source has ended, and with it the device
        else if (given.closed) own = openDevice(given.name as DeviceName);
        const device = own ?? given!;
        const [shape, ...others] = shapes as [Shape, ...Shape[]];
        const begun = definition.start({
          device,
          shape,
          others,
          block: step.block,
          signals: inputs.map((input) => (signalsOf(step, input, definition).spk ? 'spk' : 'cur')),
          now: settings.now,
        });
        leave = step.flow.join(begun);
        return begun;
      };
      const advance = (value: StepLike): Step => {
        const step = toStep(value, count, name);
        const taken = inputs.map((input) => inputOf(step, input, definition)) as [Tensor, ...Tensor[]];
        running ??= begin(step, taken);
        for (let i = 0; i < taken.length; i++) checkShape(name, count, taken[i]!.shape, shapes[i]!);
        count += 1;
        const signals = running.next(...taken);
        const { within } = running;
        if (within) checkNames(name, step, within);
        hold(step, signals, within);
        return step.with(signals, within);
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

function inputOf(step: Step, input: string, definition: LayerDefinition): Tensor {
  const signals = signalsOf(step, input, definition);
  if (signals === step.signals) return step.output;
  return outputOf(signals, () => `${definition.name}: layer '${input}'`);
}

function signalsOf(step: Step, input: string, { name, inputs }: LayerDefinition): Signals {
  const last = input === 'input' || !inputs || inputs.length === 1;
  return last ? step.signals : layerOf(step, input, name);
}

function checkNames(operator: string, step: Step, within: Readonly<Record<string, Signals>>): void {
  for (const name of Object.keys(within)) {
    if (step.layer(name)) throw new TypeError(`${operator}: '${name}' names a layer upstream already`);
  }
}

/** Holds the source back while signals are being computed, once for each run of the device. */
function hold({ flow }: Step, signals: Signals, within?: Readonly<Record<string, Signals>>): void {
  let work = underWay(signals);
  for (const name in within) work = underWay(within[name]!, work);
  if (work) for (const settled of work) flow.hold(settled);
}

type Work = Set<Promise<unknown>>;

function underWay(signals: Signals, before?: Work): Work | undefined {
  let work = before;
  for (const name in signals) {
    const { settled } = signals[name]!;
    if (settled) work = (work ?? new Set()).add(settled);
  }
  return work;
}
