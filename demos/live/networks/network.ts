import type { BehaviorSubject, Observable } from 'rxjs';
import type { DeviceName, Step } from 'rxsnn';
import type { Layer, NetworkInfo } from '../model/network.js';

/** A network that the page can run. */
export interface Network {
  readonly name: string;
  readonly title: string;
  /** Builds it with its own choices. Rejects with what is shown; what was running goes on. */
  build(options: Readonly<Record<string, string>>, device: DeviceName): Promise<Model>;
}

/** A network that was built. */
export interface Model {
  readonly info: NetworkInfo;
  readonly layers: readonly Layer[];
  /** Synapses to which a spike of a layer goes, by its name; default: those to all neurons of the layer drawn next. */
  readonly fanOut?: Readonly<Record<string, number>>;
  /** Its layers as an operator that keeps what is drawn by name; sliders are followed while it runs. */
  connect(sliders: Sliders): (source: Observable<Step<'input'>>) => Observable<Step<string>>;
}

/** The values of a network's sliders, by name. */
export type Sliders = Readonly<Record<string, BehaviorSubject<number>>>;
