import { delta as coded, current } from 'rxsnn';
import type { Encoding } from './encoding.js';

export const delta: Encoding = {
  name: 'delta',
  title: 'Delta',
  hint: 'An input fires in the step in which it becomes brighter: draw, and see the strokes.',
  sliders: [{ name: 'change', title: 'Threshold', min: 0.01, max: 1, step: 0.01, value: 0.1 }],
  choices: [
    {
      name: 'offSpikes',
      title: 'Off spikes',
      values: [
        ['no', 'none'],
        ['yes', '−1 where it becomes darker'],
      ],
      value: 'no',
    },
  ],
  remembers: true,
  encode: ({ image, settings: { change }, choices: { offSpikes } }) =>
    current(image, { steps: Number.POSITIVE_INFINITY }).pipe(
      coded({ threshold: change!, offSpike: offSpikes === 'yes' }),
    ),
};
