import { current } from 'rxsnn';
import { type Encoding, GAIN } from './encoding.js';

export const directCurrent: Encoding = {
  name: 'current',
  title: 'Direct current',
  hint: 'No spikes: each step brings the brightness itself, times the gain. The raster shows which inputs are not dark.',
  sliders: [GAIN],
  choices: [],
  remembers: false,
  encode: ({ image, settings: { gain } }) => current(image, { steps: Number.POSITIVE_INFINITY, gain: gain! }),
};
