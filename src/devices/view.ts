import type { Shape } from '../shape.js';
import { HostTensor, type Tensor } from '../tensor.js';
import { DeviceTensor } from './deviceTensor.js';
import type { Place } from './memory.js';

/** The same numbers in another shape of as many: nothing is copied, computed or read for it. */
export function reshaped(tensor: Tensor, shape: Shape): Tensor {
  if (tensor instanceof DeviceTensor) return new View(tensor, shape);
  return new HostTensor(shape, tensor.data, tensor.device);
}

/**
 * The same numbers for an operation that takes them up beside others who may still ask for them: it does not count as having
 * taken them up.
 */
export function aside(tensor: Tensor): Tensor {
  return tensor instanceof DeviceTensor ? new Aside(tensor, tensor.shape) : tensor;
}

/** A device tensor that lies where another does. */
class View extends DeviceTensor {
  constructor(
    private readonly whole: DeviceTensor,
    shape: Shape,
  ) {
    super(shape, whole.device, () => undefined, whole.together);
  }

  override get settled(): Promise<unknown> | undefined {
    return this.whole.settled;
  }

  override get place(): Place {
    return this.whole.place;
  }

  override hold(): void {
    this.whole.hold();
  }

  override drop(): void {
    this.whole.drop();
  }

  override keep(): void {
    this.whole.keep();
  }

  override forget(): void {
    this.whole.forget();
  }

  override take(): void {
    this.whole.take();
  }
}

class Aside extends View {
  override take(): void {}
}
