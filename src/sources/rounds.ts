import type { SpikeSteps } from '../coding/latencyFrames.js';
import type { Flow, Stateful } from '../flow.js';
import { HostTensor, type Tensor } from '../tensor.js';
import type { LatencyNow } from './latencyNow.js';

/**
 * Round after round of a latency code, each from the data and options at its beginning. Its state is where it is in the
 * round, how many steps the round has, and the steps of the spikes.
 */
export function inRounds(run: LatencyNow): (flow: Flow) => (t: number) => Tensor {
  return (flow) => {
    let code: SpikeSteps | undefined;
    let start = 0;
    // a state is loaded before it is known which step comes next
    let loaded: readonly Tensor[] | undefined;
    const memory: Stateful = {
      save() {
        if (loaded) return loaded;
        if (!code) return [];
        const { step, steps, at } = code;
        return [new HostTensor([2], Float32Array.of(flow.t - start, steps)), new HostTensor(step, at)];
      },
      load(state) {
        loaded = state;
      },
    };
    flow.join(memory);
    return (t) => {
      if (loaded) {
        const [place, spikes] = loaded;
        const [position = 0, steps = 0] = place?.data ?? [];
        code = spikes && { ...run.now(), steps, step: spikes.shape, at: spikes.data as Float32Array };
        start = t - position;
        loaded = undefined;
      }
      if (!code || t - start >= code.steps) {
        // steps that were left out count
        start = code ? t - ((t - start) % code.steps) : t;
        code = run.now();
      }
      return run.frame(code, t - start);
    };
  };
}
