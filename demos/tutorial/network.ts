import { lastValueFrom, tap } from 'rxjs';
import {
  Linear,
  leaky,
  linear,
  png,
  probe,
  type Recording,
  rand,
  raster,
  rateConv,
  record,
  spikeCount,
  type Trace,
  tee,
  traces,
  video,
} from 'rxsnn';
import { counted } from './counted.js';
import { place } from './device.js';
import type { Options } from './options.js';
import type { Report } from './report.js';

/** Part 3 of the tutorial: a 784-1000-10 network with random weights, fed with random spikes. */
export async function network(options: Options, report: Report): Promise<void> {
  report.part('A feedforward network, 784-1000-10, with random weights');
  const { seed } = options;
  const steps = options.steps ?? 200;
  const fc1 = Linear.init(784, 1000, { seed: seed + 1 });
  const fc2 = Linear.init(1000, 10, { seed: seed + 2 });
  let device = '';

  const steps$ = rateConv(rand([steps, 784], { seed: seed + 3 }), { seed: seed + 4 }).pipe(
    place(options.device),
    probe('input'),
    linear(fc1),
    leaky({ beta: 0.99 }),
    probe('hidden'),
    linear(fc2),
    leaky({ beta: 0.99 }),
    probe('output'),
    tap((step) => {
      device = step.output.device?.name ?? 'host';
    }),
  );

  const started = performance.now();
  const recording = await lastValueFrom(steps$.pipe(record(['input', 'hidden', 'output'])));
  const seconds = (performance.now() - started) / 1000;

  const progress = report.progress('video', steps);
  const paths = await lastValueFrom(
    steps$.pipe(
      tap((step) => progress.step(step.t)),
      tee(
        raster(['input', 'hidden', 'output'], {
          titles: ['Input layer', 'Hidden layer', 'Output layer'],
        }).pipe(png(report.path('3-raster.png'))),
        spikeCount('output', { labels: '0123456789', title: 'Spike count of the output layer' }).pipe(
          video(report.path('4-spike-count.mp4')),
        ),
        spikeCount('output', { labels: '0123456789', title: 'Spike count of the output layer' }).pipe(
          png(report.path('5-spike-count.png')),
        ),
        traces('output', { grid: [2, 5], width: 1200, threshold: 1, title: 'Output layer' }).pipe(
          png(report.path('6-traces.png')),
        ),
      ),
    ),
  );
  progress.stop();
  report.wrote(...paths);
  report.fact('device', device);
  report.fact('speed', `${Math.round(steps / seconds)} steps/s, 784-1000-10, one sample, all recorded`);
  const spikes = (['input', 'hidden', 'output'] as const).map((name) => `${name} ${count(recording, name)}`);
  report.fact('spikes', `${spikes.join(', ')} in ${counted(steps, 'step')}`);
}

function count(
  recording: Recording<'input' | 'hidden' | 'output'>,
  layer: 'input' | 'hidden' | 'output',
): string {
  const { data }: Trace = recording[layer].spk;
  return data.reduce((sum, spk) => sum + spk, 0).toLocaleString('en');
}
