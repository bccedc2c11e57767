import { map, type OperatorFunction } from 'rxjs';
import { delta, rateConv, Step, tensor } from 'rxsnn';

export interface EncoderOptions {
  readonly seed: number;
  /** Least change that makes a spike, for `delta`. */
  readonly threshold: number;
}

type Encoder = (options: EncoderOptions) => OperatorFunction<Float32Array, Step>;

const frames = (signal: 'spk' | 'cur') => () =>
  map((frame: Float32Array, t: number) => new Step(t, { [signal]: tensor(frame, [1, frame.length]) }));

/** How a frame becomes the step that goes into the network; another one is another line. */
export const encoders = {
  /** Each number is the probability of a spike. */
  rateConv: ({ seed }) => rateConv({ seed }),
  /** A number that rose by the threshold since the frame before makes a spike. */
  delta: ({ threshold }) => delta({ threshold }),
  /** The numbers are spikes already. */
  spikes: frames('spk'),
  /** The numbers are currents, and go into the first layer as they are. */
  current: frames('cur'),
} satisfies Record<string, Encoder>;

export type EncoderName = keyof typeof encoders;
