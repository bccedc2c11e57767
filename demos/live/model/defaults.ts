import { mnist } from '../networks/mnist.js';
import type { Plan, Settings } from './protocol.js';

/** The network that runs at first, as far as it is known before it is loaded. */
export const { info: INFO, layers: LAYERS } = mnist;

/** What is set when nothing else is. */
export const DEFAULTS: Settings = {
  image: new Float32Array(784),
  gain: 1,
  noise: 0,
  ...Object.fromEntries(INFO.sliders.map(({ name, value }) => [name, value])),
};

export const PLAN: Plan = {
  network: mnist.name,
  options: Object.fromEntries(INFO.choices.map(({ name, value }) => [name, value])),
  device: 'events',
  block: 1,
  onLate: 'wait',
  seed: 1,
};
