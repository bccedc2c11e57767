import type { Choice, Slider } from './network.js';

/** An event file that plays as the input. */
export interface Playback {
  readonly name: string;
  /** Microseconds from its first event to its last, and how many there are, as far as it was looked through. */
  readonly duration: number;
  readonly events: number;
  /** Whether it was looked through to its end. */
  readonly whole: boolean;
}

/** Milliseconds of the file in a step. */
export const BIN: Slider = { name: 'bin', title: 'Bin, ms', min: 0.5, max: 50, step: 0.5, value: 10 };

export const POLARITY: Choice = {
  name: 'polarity',
  title: 'Polarity',
  values: [
    ['on', 'on events'],
    ['off', 'off events'],
    ['merge', 'both'],
  ],
  value: 'on',
};
