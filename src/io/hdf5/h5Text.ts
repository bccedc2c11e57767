import type { H5Array } from './writeHdf5.js';

/** A single text, as a file holds it. */
export function h5Text(value: string): H5Array {
  return { shape: [], data: [value] };
}
