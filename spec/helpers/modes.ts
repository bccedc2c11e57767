import { devices } from 'rxsnn';

/** The devices that run here; the others are named in the title of a skipped spec. */
export const running = devices()
  .filter(({ available }) => available)
  .map(({ name }) => name);

export const missing = devices()
  .filter(({ available }) => !available)
  .map(({ name, note }) => `${name}: ${note}`);
