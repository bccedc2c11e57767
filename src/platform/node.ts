import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** gpu.js, loaded when the first GPU.js device opens: it takes longer to load than all the rest together. */
export function loadGpu(): typeof import('gpu.js') {
  return require('gpu.js');
}
