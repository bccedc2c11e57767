import { devices } from 'rxsnn';

/**
 * The devices that run here; the others are named in the title of a skipped spec. Whether WebGPU has an adapter is not known
 * before it is tried: spec/browser does so, in a process of its own.
 */
export const running = devices()
  .filter(({ available, name }) => available && name !== 'webgpu')
  .map(({ name }) => name);

/** Those that round every operation to float32 as JavaScript does; a graphics card may fuse two into one. */
export const exact = running.filter((name) => !name.includes('gl') && name !== 'webgpu');

export const missing = devices()
  .filter(({ available }) => !available)
  .map(({ name, note }) => `${name}: ${note}`);
