import { sizeOf } from '../../../shape.js';
import { numbersOf } from '../../blockInput.js';
import type { DenseWeights, Operation } from '../../device.js';
import { lazily } from '../../lazy.js';
import type { Convolution } from '../../windows.js';
import { cropped } from '../cropped.js';
import type { GpuDevice } from '../device.js';
import { hostDelay } from '../hostDelay.js';
import type { Kind } from '../kind.js';
import { inLanes } from '../lanes.js';
import { type Sizes, stepRuns } from '../operation.js';
import { listed, listedDense, listSize, strideOf } from './listed.js';
import { listedConv } from './listedConv.js';
import { placedPoolSource } from './placedPool.js';
import { spikeTiles } from './spikeTiles.js';
import { tile } from './tileSource.js';

/** In WebAssembly: kernels take lists of the inputs that fired, and blocks of spikes are tiles. */
export const webasm: Kind = {
  graphics: false,
  float64: false,
  dense,
  conv,
  delay: hostDelay,
  poolSource: placedPoolSource,
  /** Where tiles are, as many as fill them. */
  blockOf: (block) => (block > tile.rows ? block - (block % tile.rows) : block),
};

function dense(device: GpuDevice, weights: DenseWeights, sizes: Sizes): Operation {
  const batch = sizes.shape[0]!;
  const input = [batch, listSize(weights.inputs)];
  const tidy = cropped(strideOf(weights), sizes.shape);
  const steps = stepRuns(device, { ...sizes, input }, () => listedDense(weights, batch), { tidy });
  const tiles = batch * sizes.block > 1 ? spikeTiles(device, weights) : undefined;
  device.made();
  return lazily(
    {
      run(count, [input], state) {
        const rows = numbersOf(input!, sizeOf(sizes.input), count);
        return tiles?.run(rows) ?? steps.run(count, [{ numbers: listed(rows, weights.inputs) }], state);
      },
      free() {
        tiles?.free();
        steps.free();
      },
    },
    { device, ...sizes },
  );
}

function conv(device: GpuDevice, convolution: Convolution, sizes: Sizes): Operation {
  device.made();
  return lazily(listedConv(device, convolution, inLanes(convolution), sizes.shape[0]!), { device, ...sizes });
}
