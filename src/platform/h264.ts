import { faststart } from './faststart.js';
import type { VideoEncoder, VideoSettings } from './platform.js';

/** The part of the module h264-mp4-encoder that is used; in a browser it is the global `HME`. */
export type EncoderModule = Pick<typeof import('h264-mp4-encoder'), 'createH264MP4Encoder'>;

/**
 * Opens the WebAssembly encoder of h264-mp4-encoder. The video grows in memory.
 *
 * Its rules, which it enforces by aborting for good: even sizes, pictures of exactly width * height * 4 bytes,
 * and `finalize` before `delete`. The file system inside it is shared by all encoders, so the file goes too.
 */
export async function wasmEncoder(module: EncoderModule, settings: VideoSettings): Promise<VideoEncoder> {
  const encoder = await module.createH264MP4Encoder();
  encoder.outputFilename = freeName(encoder.FS.readdir('/'));
  encoder.width = settings.width;
  encoder.height = settings.height;
  encoder.frameRate = settings.fps;
  encoder.quantizationParameter = settings.quantiser;
  encoder.groupOfPictures = 2 * settings.fps;
  // 0 to 10: 5 takes the time of 10 and two thirds of that of 0, at nearly the size of 0
  encoder.speed = 5;
  encoder.initialize();
  let open = true;
  const file = encoder.outputFilename;
  const end = () => {
    open = false;
    encoder.finalize();
    try {
      return encoder.FS.readFile(file);
    } finally {
      encoder.FS.unlink(file);
      encoder.delete();
    }
  };

  return {
    async add(rgba) {
      encoder.addFrameRgba(rgba);
    },
    async finish() {
      return faststart(end());
    },
    close() {
      if (!open) return;
      try {
        end();
      } catch {
        // an encoder that has aborted cannot be freed, and teardown must not throw
      }
    },
  };
}

function freeName(taken: string[]): string {
  let number = 0;
  while (taken.includes(`video-${number}.mp4`)) number += 1;
  return `video-${number}.mp4`;
}
