import { createRequire } from 'node:module';
import { describe, expect, it, jest } from '@jest/globals';
import { openH264 } from '../../src/platform/node.js';
import { mp4Boxes } from '../helpers/files.js';

const settings = { width: 32, height: 16, fps: 25, quantiser: 20 };
const picture = new Uint8ClampedArray(32 * 16 * 4).fill(128);
const h264: typeof import('h264-mp4-encoder') = createRequire(import.meta.url)('h264-mp4-encoder');

async function spied() {
  const encoder = await h264.createH264MP4Encoder();
  const { FS } = encoder;
  const type = Object.getPrototypeOf(encoder);
  return { FS, freed: jest.spyOn(type, 'delete'), ended: jest.spyOn(type, 'finalize') };
}

describe('wasmEncoder', () => {
  it('makes an MP4 file of the pictures', async () => {
    const encoder = await openH264(settings);
    for (let i = 0; i < 5; i += 1) await encoder.add(picture);
    const mp4 = mp4Boxes(await encoder.finish());
    expect(mp4.size()).toEqual({ width: 32, height: 16 });
    expect(mp4.sizes()).toHaveLength(5);
    expect(mp4.seconds()).toBeCloseTo(0.2);
  });

  it('frees the encoder and its file once, finished or not', async () => {
    const { FS, freed } = await spied();
    const before = FS.readdir('/');
    const finished = await openH264(settings);
    await finished.add(picture);
    await finished.finish();
    finished.close();
    const abandoned = await openH264(settings);
    await abandoned.add(picture);
    abandoned.close();
    abandoned.close();
    const empty = await openH264(settings);
    empty.close();
    expect(freed).toHaveBeenCalledTimes(3);
    expect(FS.readdir('/')).toEqual(before);
    freed.mockRestore();
  });

  it('keeps two encoders apart', async () => {
    const [a, b] = [await openH264(settings), await openH264({ ...settings, width: 64 })];
    await a.add(picture);
    await b.add(new Uint8ClampedArray(64 * 16 * 4));
    await b.add(new Uint8ClampedArray(64 * 16 * 4));
    const [first, second] = [mp4Boxes(await a.finish()), mp4Boxes(await b.finish())];
    expect([first.size().width, first.sizes().length]).toEqual([32, 1]);
    expect([second.size().width, second.sizes().length]).toEqual([64, 2]);
  });

  it('does not throw from close when the encoder cannot be ended', async () => {
    const { ended } = await spied();
    ended.mockImplementationOnce(() => {
      throw new Error('abort');
    });
    const encoder = await openH264(settings);
    expect(() => encoder.close()).not.toThrow();
    ended.mockRestore();
  });
});
