import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openFfmpeg } from '../../src/platform/node.js';
import { temporaryFolders, until } from '../helpers/files.js';

const folder = temporaryFolders();
const settings = { width: 400, height: 300, fps: 25, quantiser: 20 };
const picture = new Uint8ClampedArray(400 * 300 * 4).fill(7);

/** A program that takes the arguments and the input of ffmpeg, and does what `script` says. */
function program(script: string): string {
  const path = join(folder(), 'ffmpeg');
  writeFileSync(
    path,
    `#!${process.execPath}\nconst fs = require('fs'); const file = process.argv.at(-1);\n${script}`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe('openFfmpeg', () => {
  it('hands over size, rate, quantiser and every byte, and resolves to the file', async () => {
    const counting = program(`
      let bytes = 0;
      process.stdin.on('data', (data) => { bytes += data.length; });
      process.stdin.on('end', () => fs.writeFileSync(file, process.argv.slice(2).concat(bytes).join(' ')));`);
    const encoder = await openFfmpeg(counting, settings);
    for (let i = 0; i < 3; i += 1) await encoder.add(picture);
    const told = Buffer.from(await encoder.finish()).toString();
    encoder.close();
    expect(told).toMatch(
      /-f rawvideo -pix_fmt rgba -s 400x300 -r 25 -i - .*-crf 20 .*faststart .*video.mp4 1440000$/,
    );
    const file = told.split(' ').at(-2)!;
    await until(() => !existsSync(dirname(file)));
  });

  it('keeps the source waiting while the program does not read', async () => {
    const encoder = await openFfmpeg(program('setTimeout(() => {}, 60000)'), settings);
    // one picture is on its way while the next is drawn
    await encoder.add(picture);
    const taken = encoder.add(picture).then(() => 'taken');
    const later = new Promise((resolve) => setTimeout(resolve, 200, 'waiting'));
    expect(await Promise.race([taken, later])).toBe('waiting');
    encoder.close();
    await expect(taken).rejects.toThrow('ffmpeg ended with SIGKILL');
  });

  it('says what the program said when it fails', async () => {
    const failing = program("console.error('Unknown encoder libx264'); process.exitCode = 8;");
    const encoder = await openFfmpeg(failing, settings);
    await encoder.add(picture);
    await expect(encoder.add(picture)).rejects.toThrow('ffmpeg ended with code 8: Unknown encoder libx264');
    await expect(encoder.finish()).rejects.toThrow('ffmpeg ended with code 8: Unknown encoder libx264');
    encoder.close();
  });

  it('rejects when there is no such program', async () => {
    const encoder = await openFfmpeg(join(folder(), 'nothing'), settings);
    await encoder.add(picture);
    await expect(encoder.add(picture)).rejects.toThrow('ENOENT');
    encoder.close();
  });

  it('ends the process and removes its folder when it is closed early, once', async () => {
    const note = join(folder(), 'note');
    const script = `
      fs.writeFileSync(file, '');
      fs.writeFileSync('${note}.new', JSON.stringify([process.pid, file]));
      fs.renameSync('${note}.new', '${note}');
      process.stdin.resume();`;
    const encoder = await openFfmpeg(program(script), settings);
    await encoder.add(picture);
    await until(() => existsSync(note));
    const [id, file] = JSON.parse(readFileSync(note, 'utf8'));
    expect(existsSync(file)).toBe(true);
    encoder.close();
    encoder.close();
    await until(() => !existsSync(dirname(file)));
    expect(() => process.kill(id, 0)).toThrow('ESRCH');
  });
});
