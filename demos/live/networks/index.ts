import type { Plan } from '../model/protocol.js';
import { mnist } from './mnist.js';
import type { Network } from './network.js';

/** The networks that the page brings along; another one is another entry. Files that were opened come on top. */
export const networks: readonly Network[] = [mnist];

/** The network of a plan, among these and those that were opened, by the fingerprint of their file. */
export function networkOf({ network: name, file }: Plan, opened: ReadonlyMap<string, Network>): Network {
  const network = file === undefined ? networks.find((each) => each.name === name) : opened.get(file);
  if (network) return network;
  if (file !== undefined) throw new TypeError(`${name} has to be opened again`);
  throw new TypeError(
    `live: no network '${name}', there are ${networks.map(({ name }) => `'${name}'`).join(', ')}`,
  );
}
