import { encodings } from '../encodings/index.js';
import { mnist } from '../networks/mnist.js';
import { BIN, POLARITY } from './playback.js';
import type { Plan, Settings } from './protocol.js';

/** The network that runs at first, as far as it is known before it is loaded. */
export const { info: INFO, layers: LAYERS } = mnist;

/** Sliders of the input and where they stand at first; choices of the input and what is chosen at first. */
export const INPUT_SETTINGS = first([...encodings.flatMap(({ sliders }) => sliders), BIN]);
export const CODING = first([...encodings.flatMap(({ choices }) => choices), POLARITY]);

/** What is set when nothing else is. */
export const DEFAULTS: Settings = {
  image: new Float32Array(784),
  ...INPUT_SETTINGS,
  ...Object.fromEntries(INFO.sliders.map(({ name, value }) => [name, value])),
};

export const PLAN: Plan = {
  network: mnist.name,
  options: Object.fromEntries(INFO.choices.map(({ name, value }) => [name, value])),
  encoding: encodings[0]!.name,
  coding: CODING,
  device: 'events',
  block: 1,
  onLate: 'wait',
  seed: 1,
};

function first<Value>(
  all: readonly { readonly name: string; readonly value: Value }[],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}
