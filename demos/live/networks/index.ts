import { Linear, readSafetensors } from 'rxsnn';
import mnist from '../../tutorial/mnist-784-1000-10.safetensors?url';

/** A network that the page can run: dense layers of leaky neurons, one behind the other. */
export interface Network {
  readonly name: string;
  readonly title: string;
  /** Weights of each layer, inputs first. */
  load(): Promise<readonly Linear[]>;
  readonly beta: number;
  /** What the outputs stand for. */
  readonly labels: string;
}

/** The networks to choose from; another one is another line. */
export const networks: readonly Network[] = [
  {
    name: 'mnist',
    title: 'Digits, 784-1000-10',
    beta: 0.95,
    labels: '0123456789',
    async load() {
      const weights = await readSafetensors(mnist);
      return ['fc1', 'fc2'].map((name) => new Linear(weights[`${name}.weight`]!, weights[`${name}.bias`]!));
    },
  },
];

export function networkOf(name: string): Network {
  const network = networks.find((network) => network.name === name);
  if (network) return network;
  throw new TypeError(
    `live: no network '${name}', there are ${networks.map(({ name }) => `'${name}'`).join(', ')}`,
  );
}
