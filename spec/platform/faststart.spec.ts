import { describe, expect, it } from '@jest/globals';
import { faststart } from '../../src/platform/faststart.js';
import { openH264 } from '../../src/platform/node.js';
import { mp4Boxes } from '../helpers/files.js';

async function film(pictures: number, fps: number): Promise<Uint8Array> {
  const encoder = await openH264({ width: 64, height: 48, fps, quantiser: 20 });
  for (let i = 0; i < pictures; i += 1) {
    await encoder.add(new Uint8ClampedArray(64 * 48 * 4).map((_, j) => (j * (i + 1)) % 251));
  }
  return encoder.finish();
}

describe('faststart', () => {
  it('puts the index before the pictures', async () => {
    const { names } = mp4Boxes(await film(3, 25));
    expect(names.filter((name) => !name.includes('/'))).toEqual(['ftyp', 'moov', 'mdat']);
  });

  it('lists as key frames the first picture of every two seconds, and no other', async () => {
    expect(mp4Boxes(await film(11, 2)).keyFrames()).toEqual([1, 5, 9]);
  });

  it('leaves every chunk where a picture begins, and the pictures side by side to the end', async () => {
    const file = await film(30, 5);
    const { boxes, chunks, sizes } = mp4Boxes(file);
    const view = new DataView(file.buffer, file.byteOffset);
    let at = chunks()[0]!;
    const starts = sizes().map((size) => {
      // NAL units after their lengths fill the picture exactly
      let unit = at;
      while (unit < at + size) unit += 4 + view.getUint32(unit);
      expect(unit).toBe(at + size);
      at += size;
      return at - size;
    });
    expect(chunks().length).toBeGreaterThan(1);
    expect(starts).toEqual(expect.arrayContaining(chunks()));
    expect(chunks()[0]).toBe(boxes.get('mdat')!.content);
    expect(at).toBe(boxes.get('mdat')!.end);
  });

  it('says what is missing in a file of another kind', () => {
    expect(() => faststart(new Uint8Array(100))).toThrow(
      'faststart: a box must fit in its parent, got 0 bytes',
    );
    const free = Uint8Array.of(0, 0, 0, 8, ...new TextEncoder().encode('free'));
    expect(() => faststart(free)).toThrow('faststart: the file must have a box ftyp, got free');
  });
});
