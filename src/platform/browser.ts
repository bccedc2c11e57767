import * as gpu from 'gpu.js';

export function loadGpu(): typeof import('gpu.js') {
  return gpu;
}
