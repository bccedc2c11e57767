import type { Parameter } from '../devices/model.js';
import { f } from '../float32.js';
import type { Live } from '../layers/setting.js';
import { HostTensor, type Tensor } from '../tensor.js';
import { type Settings, settingsOf } from './settings.js';

/** How data are scaled and shifted. Both take a number, one a neuron, or an Observable of either. */
export interface AffineOptions {
  /** Factor on the data. Default 1. */
  readonly gain?: Live;
  /** Added to the data after the gain. Default 0. */
  readonly offset?: Live;
}

/** The names of `AffineOptions`. */
export const AFFINE = ['gain', 'offset'] as const;

/** Scaled data in one run: equal data under settings that stayed give the same tensor. */
export interface Affine {
  of(data: Tensor): Tensor;
  stop(): void;
}

/** `data * gain + offset` in float32, each operation rounded. The factory checks; a run begins with the function's call. */
export function affine(operator: string, { gain = 1, offset = 0 }: AffineOptions): () => Affine {
  const settings = settingsOf(operator, { gain, offset });
  return () => {
    const run = settings.start();
    let last: { data: Tensor; gain: Parameter; offset: Parameter; result: Tensor } | undefined;
    return {
      of(data) {
        const [gain, offset] = [run.now('gain'), run.now('offset')];
        if (last && last.data === data && last.gain === gain && last.offset === offset) return last.result;
        const result = gain === 1 && offset === 0 ? data : scaled(data, run);
        last = { data, gain, offset, result };
        return result;
      },
      stop: run.stop,
    };
  };
}

function scaled({ shape, data }: Tensor, settings: Settings<'gain' | 'offset'>): Tensor {
  const [gain, offset] = [settings.of('gain', shape), settings.of('offset', shape)];
  return new HostTensor(
    shape,
    data.map((value, i) => f(value * f(gain(i))) + f(offset(i))),
  );
}
