import { type Zippable, zipSync } from 'fflate';
import { optionsOf } from '../options.js';
import { attempt } from './attempt.js';
import type { PathOrBytes } from './bytes/bytes.js';
import { loadBytes } from './loadBytes.js';
import { decodeNpy, type NpyArray, type NpyValues, writeNpy } from './npy.js';
import { unzip } from './unzip.js';

/**
 * Reads all arrays of an .npz file, as `numpy.savez` and `numpy.savez_compressed` write it, by their names; each as
 * `readNpy` does. Files in it that are not .npy are passed over.
 *
 * `input` is a path (in a browser a URL), a `URL`, a `Blob` or `File`, or the file's bytes, which are not kept.
 *
 * Rejects with a `TypeError` for another argument, and with an `Error` that names file and array if the file cannot
 * be read, is no zip file, or an array is damaged. Nothing is allocated for sizes that the file's bytes cannot hold.
 *
 * ```ts
 * const { spikes, labels } = await readNpz('digits.npz');
 * ```
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpz(input: PathOrBytes): Promise<Record<string, NpyArray>> {
  const { bytes, name } = await loadBytes('readNpz', input);
  const files = Object.entries(
    attempt(`readNpz: ${name}: cannot unzip`, () => unzip(bytes, (file) => file.endsWith('.npy'))),
  );
  // fromEntries makes own properties, also of an array named __proto__
  return Object.fromEntries(
    files.map(([file, content]) => [
      file.replace(/\.npy$/, ''),
      decodeNpy(content, `readNpz: ${name}: ${file}`),
    ]),
  );
}

/**
 * The bytes of an .npz file with one array a name, as `numpy.load` reads it; each as `writeNpy` writes it. Equal
 * arrays give equal bytes.
 *
 * `compress` is false by default, as in `numpy.savez`; spikes shrink to a few percent with it. Throws as `writeNpy` does.
 */
export function writeNpz(
  arrays: Readonly<Record<string, NpyValues>>,
  options: { readonly compress?: boolean } = {},
): Uint8Array {
  const { compress = false } = optionsOf('writeNpz', options, ['compress']);
  const files: Zippable = {};
  for (const [name, values] of Object.entries(arrays)) files[`${name}.npy`] = writeNpy(values);
  return zipSync(files, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) });
}
