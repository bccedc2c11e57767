import { type Input, SIDE } from './input.js';

/** Lowest and highest frequency of the filter bank, in Hz. */
const [LOW, HIGH] = [80, 8000];

/** Sound through a bank of 28 filters, evenly spaced in pitch; the image is the last 28 moments of it. */
export const microphone: Input = {
  name: 'microphone',
  title: 'Microphone',
  hint: '28 filters from 80 Hz to 8 kHz, low at the bottom; the last 28 moments, 20 ms each.',
  // the filters now, low first
  profile: (image) => Float32Array.from({ length: SIDE }, (_, i) => image[(SIDE - i) * SIDE - 1]!),
  async start({ emit }) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const audio = new AudioContext();
    const analyser = new AnalyserNode(audio, { fftSize: 2048, smoothingTimeConstant: 0 });
    audio.createMediaStreamSource(stream).connect(analyser);
    await audio.resume();
    const spectrum = new Uint8Array(analyser.frequencyBinCount);
    const edges = Array.from({ length: SIDE + 1 }, (_, i) => {
      const hertz = LOW * (HIGH / LOW) ** (i / SIDE);
      return Math.round((hertz * analyser.fftSize) / audio.sampleRate);
    });
    let image = new Float32Array(SIDE * SIDE);
    const timer = setInterval(() => {
      analyser.getByteFrequencyData(spectrum);
      image = image.map((_, i) => (i % SIDE === SIDE - 1 ? 0 : image[i + 1]!));
      for (let band = 0; band < SIDE; band++) {
        const bins = spectrum.subarray(edges[band], Math.max(edges[band + 1]!, edges[band]! + 1));
        image[(SIDE - 1 - band) * SIDE + SIDE - 1] = Math.max(...bins) / 255;
      }
      emit(image);
    }, 20);
    return () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      audio.close();
    };
  },
};
