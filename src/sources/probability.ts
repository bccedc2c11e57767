import type { Parameter } from '../devices/model.js';
import { type Followed, follow, type Live, setting, Varying, varyingOf } from '../layers/setting.js';
import { layoutOf } from '../shape.js';
import { HostTensor, type Tensor } from '../tensor.js';

/** How data become the probabilities of spikes. Both take a number, one a neuron, or an Observable of either. */
export interface ProbabilityOptions {
  /** Factor on the data. Default 1. */
  readonly gain?: Live;
  /** Added to the data after the gain. Default 0. */
  readonly offset?: Live;
}

/** Probabilities in one run: equal data under settings that stayed give the same tensor. */
export interface Probability {
  of(data: Tensor): Tensor;
  stop(): void;
}

/** `data * gain + offset` in float32, each operation rounded. The factory checks; a run begins with the function's call. */
export function probability(
  operator: string,
  { gain = 1, offset = 0 }: ProbabilityOptions,
): () => Probability {
  const settings = {
    gain: setting(operator, 'gain', gain),
    offset: setting(operator, 'offset', offset),
  };
  return () => {
    const followed = follow(operator, varyingOf(settings));
    const now = (name: 'gain' | 'offset') => current(followed, settings[name], name);
    let last: { data: Tensor; gain: Parameter; offset: Parameter; result: Tensor } | undefined;
    return {
      of(data) {
        const [gain, offset] = [now('gain'), now('offset')];
        if (last && last.data === data && last.gain === gain && last.offset === offset) return last.result;
        const result = gain === 1 && offset === 0 ? data : scaled(operator, data, gain, offset);
        last = { data, gain, offset, result };
        return result;
      },
      stop: followed.stop,
    };
  };
}

function current(followed: Followed, given: Parameter | Varying, name: string): Parameter {
  return given instanceof Varying ? followed.now(name) : given;
}

function scaled(operator: string, { shape, data }: Tensor, gain: Parameter, offset: Parameter): Tensor {
  const { features } = layoutOf(shape);
  for (const [name, value] of Object.entries({ gain, offset })) {
    if (typeof value !== 'number' && value.length !== features) {
      throw new RangeError(`${operator}: ${name} has ${value.length} values, the data ${features}`);
    }
  }
  const at = (value: Parameter, i: number) =>
    typeof value === 'number' ? Math.fround(value) : value[i % features]!;
  return new HostTensor(
    shape,
    Float32Array.from(data, (value, i) => Math.fround(value * at(gain, i)) + at(offset, i)),
  );
}
