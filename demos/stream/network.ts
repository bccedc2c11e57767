import type { Observable } from 'rxjs';
import { type DeviceName, Linear, leaky, linear, probe, type Step, to } from 'rxsnn';
import { trained } from '../shared/trained.js';

export interface NetworkOptions {
  /** `mnist`, or sizes of layers, as in `8-32-4`. */
  readonly network: string;
  readonly seed: number;
  readonly beta: number;
  readonly device?: DeviceName;
}

export interface Layer {
  readonly name: string;
  readonly neurons: number;
}

/** Layers of leaky neurons behind one another, each of them probed: `input`, `hidden` (or `hidden1`, ...), `output`. */
export interface Network {
  readonly title: string;
  readonly layers: readonly Layer[];
  readonly run: (encoded: Observable<Step>) => Observable<Step>;
}

const MNIST = new URL('../tutorial/mnist-784-1000-10.safetensors', import.meta.url);

export async function networkOf(options: NetworkOptions): Promise<Network> {
  const weights: readonly Linear[] = options.network === 'mnist' ? await trained(MNIST) : random(options);
  const sizes = [weights[0]!.inputs, ...weights.map(({ outputs }) => outputs)];
  const names = namesOf(sizes.length);
  const run = (encoded: Observable<Step>): Observable<Step> => {
    const { device, beta } = options;
    const placed = device ? encoded.pipe(to(device)) : encoded;
    return weights.reduce<Observable<Step>>(
      (steps, layer, i) => steps.pipe(linear(layer), leaky({ beta }), probe(names[i + 1]!)),
      placed.pipe(probe('input')),
    );
  };
  const layers = sizes.map((neurons, i) => ({ name: names[i]!, neurons }));
  return { title: sizes.join('-'), layers, run };
}

/** Sizes as in `8-32-4`; `undefined` where the text is something else. */
export function sizesOf(text: string): number[] | undefined {
  if (!/^[1-9]\d{0,6}(-[1-9]\d{0,6})+$/.test(text)) return undefined;
  return text.split('-').map(Number);
}

function random({ network, seed }: NetworkOptions): Linear[] {
  const sizes = sizesOf(network)!;
  return sizes.slice(1).map((outputs, i) => Linear.init(sizes[i]!, outputs, { seed: seed + i }));
}

function namesOf(count: number): string[] {
  const hidden = Array.from({ length: count - 2 }, (_, i) => (count === 3 ? 'hidden' : `hidden${i + 1}`));
  return ['input', ...hidden, 'output'];
}
