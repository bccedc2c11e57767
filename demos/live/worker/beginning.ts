import { CODING, INPUT_SETTINGS, PLAN } from '../model/defaults.js';
import type { NetworkInfo } from '../model/network.js';
import type { Beginning, Plan, Settings } from '../model/protocol.js';
import type { Model, Network } from '../networks/network.js';

/** The plan with all choices of network and input made: those that are not given as they say. */
export function planFor({ choices }: NetworkInfo, plan: Plan): Plan {
  const options = choices.map(({ name, value }) => [name, plan.options[name] ?? value]);
  const { encoding = PLAN.encoding } = plan;
  return { ...plan, encoding, coding: { ...CODING, ...plan.coding }, options: Object.fromEntries(options) };
}

/** The settings that the network has: what another one had too stays, an image of another size does not. */
export function settingsFor({ input, sliders }: NetworkInfo, given: Settings): Settings {
  const { image } = given;
  const size = input.reduce((a, b) => a * b, 1);
  const values = {
    ...INPUT_SETTINGS,
    ...Object.fromEntries(sliders.map(({ name, value }) => [name, value])),
  };
  const own = Object.entries(values).map(([name, value]) => [name, given[name] ?? value]);
  return {
    image: image.length === size ? image : new Float32Array(size),
    ...Object.fromEntries(own),
  };
}

/** Whether a run of one plan can go on as one of another: the same network, whose state means the same. */
export function goesOn({ choices }: NetworkInfo, from: Plan, to: Plan): boolean {
  const same = choices.every(
    ({ name, value, anew }) => !anew || (from.options[name] ?? value) === (to.options[name] ?? value),
  );
  return same && from.network === to.network && from.file === to.file;
}

/**
 * Builds a network for its beginning. A link may come from a machine with a device that is not here: then the one that is
 * everywhere takes its place, and `problem` says why.
 */
export async function buildHere(
  network: Network,
  beginning: Beginning,
): Promise<Beginning & { readonly model: Model; readonly problem?: unknown }> {
  const { plan, from } = beginning;
  const build = (device: Plan['device']) => network.build(plan.options, device);
  try {
    return { ...beginning, model: await build(plan.device) };
  } catch (problem) {
    if (!from || plan.device === PLAN.device) throw problem;
    const { device } = PLAN;
    return { ...beginning, plan: { ...plan, device }, model: await build(device), problem };
  }
}
