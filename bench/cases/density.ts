import { sweep } from './sweep.js';

export const density = sweep({
  name: 'density',
  about: 'steps/s of 784-1000-10 as 1 % to 100 % of the inputs spike, with a chart',
  title: 'Speed by density: a 784-1000-10 network',
  axis: 'Share of the inputs that spike in a step (%)',
  points: [1, 2, 5, 10, 20, 50, 100],
  few: [1, 10, 100],
  label: (percent) => `${percent} %`,
  task: (percent) => ({ density: percent / 100, steps: 220 }),
});
