import type { BehaviorSubject, Observable } from 'rxjs';
import type { Step, Tensor } from 'rxsnn';
import type { Choice, Slider } from '../model/network.js';

/** What an encoder is made of in one run. */
export interface Coding {
  /** What is on the pad, or comes from another input: the latest, from 0 to 1, in the network's shape. */
  readonly image: Observable<Tensor>;
  /** Values of all sliders by name; a new one holds from the next step on. */
  readonly settings: Readonly<Record<string, BehaviorSubject<number>>>;
  /** What was chosen, by name. */
  readonly choices: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** How images become spikes. */
export interface Encoding {
  readonly name: string;
  readonly title: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  /** Its own settings, by names that no other has unless it means the same. */
  readonly sliders: readonly Slider[];
  readonly choices: readonly Choice[];
  /** Whether something of it is saved with the run's state. */
  readonly remembers: boolean;
  /** Steps without end. */
  encode(coding: Coding): Observable<Step>;
}

export const GAIN: Slider = { name: 'gain', title: 'Gain', min: 0, max: 2, step: 0.05, value: 1 };
