import { latency as coded } from 'rxsnn';
import type { Encoding } from './encoding.js';

export const latency: Encoding = {
  name: 'latency',
  title: 'Latency',
  hint: 'Each input fires once a round, the brighter the earlier. Changes hold from the next round on.',
  sliders: [
    { name: 'roundSteps', title: 'Round, steps', min: 2, max: 100, step: 1, value: 20 },
    { name: 'tau', title: 'Tau', min: 0.5, max: 20, step: 0.5, value: 5 },
  ],
  choices: [
    {
      name: 'curve',
      title: 'Times',
      values: [
        ['logarithmic', 'logarithmic'],
        ['linear', 'linear'],
      ],
      value: 'logarithmic',
    },
    {
      name: 'spread',
      title: 'Normalize',
      values: [
        ['no', 'no'],
        ['yes', 'over the round'],
      ],
      value: 'no',
    },
    {
      name: 'dark',
      title: 'Dark inputs',
      values: [
        ['silent', 'are silent'],
        ['last', 'fire last'],
      ],
      value: 'silent',
    },
  ],
  remembers: true,
  encode: ({ image, settings: { roundSteps, tau }, choices: { curve, spread, dark } }) =>
    coded(image, {
      steps: roundSteps!,
      tau: tau!,
      rounds: Number.POSITIVE_INFINITY,
      linear: curve === 'linear',
      normalize: spread === 'yes',
      clip: dark === 'silent',
      bypass: true,
    }),
};
