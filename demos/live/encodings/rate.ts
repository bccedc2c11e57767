import { rate as coded } from 'rxsnn';
import { type Encoding, GAIN } from './encoding.js';

export const rate: Encoding = {
  name: 'rate',
  title: 'Rate',
  hint: 'Each input fires by chance, the brighter the more often.',
  sliders: [GAIN, { name: 'noise', title: 'Noise', min: 0, max: 0.2, step: 0.005, value: 0 }],
  choices: [],
  remembers: false,
  encode: ({ image, settings: { gain, noise }, seed }) =>
    coded(image, { steps: Number.POSITIVE_INFINITY, gain: gain!, offset: noise!, seed }),
};
