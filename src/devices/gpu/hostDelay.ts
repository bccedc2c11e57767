import { layoutOf, type Shape } from '../../shape.js';
import { numbersOf } from '../blockInput.js';
import { DelayLine } from '../delayLine.js';
import type { Operation } from '../device.js';
import { type BlockOperation, lazily } from '../lazy.js';
import { HostMemory } from '../memory.js';
import type { GpuDevice } from './device.js';

/** A delay where numbers are the host's: it needs no kernel. */
export function hostDelay(
  device: GpuDevice,
  delays: number | Int32Array,
  shape: Shape,
  block: number,
): Operation {
  const layout = layoutOf(shape);
  const { batch, features } = layout;
  const line = new DelayLine(delays, layout);
  const run: BlockOperation['run'] = (steps, [input]) => {
    const x = numbersOf(input!, batch * features, steps);
    const y = new Float32Array(x.length);
    line.run(x, y);
    return new HostMemory(y);
  };
  device.made();
  return lazily({ run, free: () => device.freed() }, { device, shape, outputs: 1, block });
}
