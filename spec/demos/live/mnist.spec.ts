import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { temporaryFolders } from '../../helpers/files.js';

const WEIGHTS = 'demos/tutorial/mnist-784-1000-10.safetensors';
/** What Vite makes of an import with `?url`: the file's address. */
const url = { __esModule: true, default: '' };
jest.doMock('../../../demos/tutorial/mnist-784-1000-10.safetensors?url', () => url, { virtual: true });

const folder = temporaryFolders();

it('fetches its weights again where that failed, and once where it did not', async () => {
  const { mnist } = await import('../../../demos/live/networks/mnist.js');
  url.default = join(folder(), 'weights');
  await expect(mnist.build({}, 'cpu')).rejects.toMatchObject({ code: 'ENOENT' });
  copyFileSync(WEIGHTS, url.default);
  const weights = async () => (await mnist.build({}, 'cpu')).layers[1]!.incoming!.weight;
  expect(await weights()).toHaveLength(784 * 1000);
  expect(await weights()).toBe(await weights());
});
