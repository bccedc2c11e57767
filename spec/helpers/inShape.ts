import { map, type OperatorFunction } from 'rxjs';
import type { Shape, Step } from 'rxsnn';
import { HostTensor } from '../../src/tensor.js';

/** The operator on steps whose spikes are given in another shape. */
export function inShape(shape: Shape, operator: OperatorFunction<Step, Step>): OperatorFunction<Step, Step> {
  return (source) =>
    source.pipe(
      map((step) => step.with({ spk: new HostTensor(shape, step.spk!.data) })),
      operator,
    );
}
