import { type Input, SIDE } from './input.js';

/** Change of the logarithm of the brightness that makes an event. */
const CONTRAST = 0.15;

/** A camera that sees changes alone, as an event camera: a pixel is 1 where its brightness changed since its last event. */
export const webcam: Input = {
  name: 'webcam',
  title: 'Camera',
  hint: 'Only what changes: a pixel fires when its brightness has changed by 15 %, as in an event camera.',
  async start({ emit }) {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 240 } });
    const video = Object.assign(document.createElement('video'), { srcObject: stream, muted: true });
    await video.play();
    const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
    const reference = new Float32Array(SIDE * SIDE).fill(Number.NaN);
    let request = 0;
    const look = () => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      const [x, y] = [(video.videoWidth - side) / 2, (video.videoHeight - side) / 2];
      context.drawImage(video, x, y, side, side, 0, 0, SIDE, SIDE);
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      emit(
        reference.map((last, i) => {
          const now = Math.log(1 + data[4 * i]! + data[4 * i + 1]! + data[4 * i + 2]!);
          const changed = Math.abs(now - last) > CONTRAST;
          if (changed || Number.isNaN(last)) reference[i] = now;
          return changed ? 1 : 0;
        }),
      );
      request = video.requestVideoFrameCallback(look);
    };
    request = video.requestVideoFrameCallback(look);
    return () => {
      video.cancelVideoFrameCallback(request);
      for (const track of stream.getTracks()) track.stop();
    };
  },
};
