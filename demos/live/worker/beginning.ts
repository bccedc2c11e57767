import type { NetworkInfo } from '../model/network.js';
import type { Plan, Settings } from '../model/protocol.js';

/** The plan with all choices of the network made: those that are not given as the network says. */
export function planFor({ choices }: NetworkInfo, plan: Plan): Plan {
  const options = choices.map(({ name, value }) => [name, plan.options[name] ?? value]);
  return { ...plan, options: Object.fromEntries(options) };
}

/** The settings that the network has: what another one had too stays, an image of another size does not. */
export function settingsFor({ input, sliders }: NetworkInfo, given: Settings): Settings {
  const { image, gain, noise } = given;
  const size = input.reduce((a, b) => a * b, 1);
  const own = sliders.map(({ name, value }) => [name, given[name] ?? value]);
  return {
    image: image.length === size ? image : new Float32Array(size),
    gain,
    noise,
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
