import { lastValueFrom } from 'rxjs';
import { curMemSpk, current, leaky, neuron, png } from 'rxsnn';
import { place } from './device.js';
import type { Options } from './options.js';
import type { Report } from './report.js';

/** A leaky integrate-and-fire neuron written by hand: its spike is taken from the old membrane. */
export const lif = neuron({
  name: 'lif',
  state: { mem: 0 },
  params: { beta: 0.819, w: 0.4, threshold: 1 },
  step({ cur, mem, beta, w, threshold }) {
    const spk = mem > threshold ? 1 : 0;
    const wx = w * cur;
    return { cur: wx, spk, mem: beta * mem + wx - spk * threshold };
  },
});

/** Parts 1 and 2 of the tutorial: one neuron that gets a step of current after 10 time steps. */
export async function oneNeuron(options: Options, report: Report): Promise<void> {
  report.part('One neuron: a current that is switched on');
  const steps = options.steps ?? 200;
  const switchedOn = (height: number) =>
    current(Array.from({ length: steps }, (_, t) => (t < 10 ? 0 : height)));

  const byHand = switchedOn(0.5).pipe(
    place(options.device),
    lif,
    curMemSpk({ threshold: 1, title: 'LIF neuron written by hand' }),
    png(report.path('1-lif-by-hand.png')),
  );
  const library = switchedOn(0.21).pipe(
    place(options.device),
    leaky({ beta: 0.8 }),
    curMemSpk({ threshold: 1, title: 'Leaky neuron' }),
    png(report.path('2-leaky.png')),
  );
  report.wrote(await lastValueFrom(byHand), await lastValueFrom(library));
}
