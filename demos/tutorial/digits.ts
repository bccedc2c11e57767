import { lastValueFrom, type Observable, tap } from 'rxjs';
import {
  decodeRate,
  leaky,
  linear,
  type Mnist,
  png,
  probe,
  type RateAnswer,
  raster,
  rate,
  type Step,
  spikeCount,
  type Tensor,
  tee,
  tensor,
  video,
} from 'rxsnn';
import { trained } from '../shared/trained.js';
import { counted } from './counted.js';
import { place } from './device.js';
import type { Options } from './options.js';
import type { Report } from './report.js';
import { type Answer, digitTable } from './table.js';

/** How many digits go through the network together, and how many of them the table shows. */
const BATCH = 20;

/** The same with real input: test digits through the network that snnTorch trained on MNIST. */
export async function digits(options: Options, report: Report, mnist: Mnist): Promise<void> {
  report.part('Handwritten digits, rate-coded, through a trained network');
  const steps = options.steps ?? 25;
  const wanted = options.digits ?? Math.min(200, mnist.labels.length);
  const network = await networkOf(options);

  const answers: Answer[] = [];
  const progress = report.progress('reading digits', wanted);
  const started = performance.now();
  while (answers.length < wanted) {
    const first = answers.length;
    const count = Math.min(BATCH, wanted - first);
    const input = rate(images(mnist, first, count), { steps, seed: options.seed + first });
    const said = await lastValueFrom(network(input).pipe(decodeRate()));
    answers.push(...answersOf(said, mnist.labels.subarray(first, first + count)));
    progress.step(answers.length);
  }
  progress.stop();
  const seconds = (performance.now() - started) / 1000;

  for (const line of digitTable(answers.slice(0, BATCH))) report.line(line);
  const correct = answers.filter(({ label, answer }) => label === answer).length;
  const percent = ((100 * correct) / wanted).toFixed(1);
  report.fact('accuracy', `${percent} % of ${counted(wanted, 'test digit')}, ${counted(steps, 'step')} each`);
  report.fact('digits', `${Math.round(wanted / seconds)} a second, ${Math.min(BATCH, wanted)} at a time`);
  await film(options, report, network, mnist, steps);
}

type Network = (source: Observable<Step>) => Observable<Step<'input' | 'hidden' | 'output'>>;

/** The trained network: Linear, Leaky 0.95, Linear, Leaky 0.95. */
async function networkOf({ device }: Options): Promise<Network> {
  const [fc1, fc2] = await trained(new URL('mnist-784-1000-10.safetensors', import.meta.url));
  return (source) =>
    source.pipe(
      place(device),
      probe('input'),
      linear(fc1),
      leaky({ beta: 0.95 }),
      probe('hidden'),
      linear(fc2),
      leaky({ beta: 0.95 }),
      probe('output'),
    );
}

/** `count` images from number `first` on, as a tensor [count, pixels] of brightnesses from 0 to 1. */
function images({ images: { shape, data } }: Mnist, first: number, count: number): Tensor {
  const pixels = shape[1]! * shape[2]!;
  const bytes = data.subarray(first * pixels, (first + count) * pixels);
  return tensor(
    Float32Array.from(bytes, (byte) => byte / 255),
    [count, pixels],
  );
}

/** What the network said of each digit of a batch, beside the digit's label. */
function answersOf({ counts, classes }: RateAnswer, labels: Uint8Array): Answer[] {
  const size = counts.shape[1]!;
  return Array.from(labels, (label, sample) => {
    const own = [...counts.data.subarray(sample * size, (sample + 1) * size)];
    return { label, answer: own.some((count) => count > 0) ? classes.data[sample]! : undefined, counts: own };
  });
}

/** One digit's rasters and the video of its count. */
async function film(
  options: Options,
  report: Report,
  network: Network,
  mnist: Mnist,
  steps: number,
): Promise<void> {
  const { digit, seed } = options;
  const progress = report.progress('video', steps);
  const title = `Test digit ${digit}, a ${mnist.labels[digit]}`;
  const paths = await lastValueFrom(
    network(rate(images(mnist, digit, 1), { steps, seed })).pipe(
      tap((step) => progress.step(step.t)),
      tee(
        raster(['input', 'hidden', 'output'], { title }).pipe(png(report.path('7-digit-raster.png'))),
        spikeCount('output', { title, labels: '0123456789', interpolate: 4 }).pipe(
          video(report.path('8-digit-count.mp4')),
        ),
      ),
    ),
  );
  progress.stop();
  report.wrote(...paths);
}
