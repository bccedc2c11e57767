import type { Plan, Settings } from './protocol.js';

/** What is set when nothing else is. */
export const DEFAULTS: Settings = {
  image: new Float32Array(784),
  gain: 1,
  noise: 0,
  beta: 0.95,
  threshold: 1,
  weightScale: 1,
};

export const PLAN: Plan = {
  network: 'mnist',
  device: 'events',
  block: 1,
  resetMechanism: 'subtract',
  onLate: 'wait',
  seed: 1,
};
