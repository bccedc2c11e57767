import type { Case } from '../case.js';
import { conv } from './conv.js';
import { density } from './density.js';
import { batch, recurrent, sparse, tutorial, wide } from './forward.js';
import { importing } from './import.js';
import { latency } from './latency.js';
import { limits } from './limits.js';
import { memory } from './memory.js';
import { overhead } from './overhead.js';
import { pictures } from './pictures.js';
import { width } from './width.js';

/** In the order in which they run. */
export const cases: readonly Case[] = [
  tutorial,
  sparse,
  wide,
  batch,
  recurrent,
  conv,
  latency,
  width,
  density,
  overhead,
  limits,
  pictures,
  memory,
  importing,
];
