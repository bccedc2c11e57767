import { short } from '../report/words.js';
import { sweep } from './sweep.js';

export const width = sweep({
  name: 'width',
  about: 'steps/s of 784-N-10 as N grows from 100 to 10,000, with a chart',
  title: 'Speed by width: a 784-N-10 network, half of the inputs spiking',
  axis: 'Hidden neurons N',
  points: [100, 200, 500, 1000, 2000, 5000, 10_000],
  few: [100, 1000, 10_000],
  label: short,
  task: (hidden) => ({ sizes: [784, hidden, 10], steps: hidden > 1000 ? 60 : 220 }),
});
