import { createRequire } from 'node:module';
import { from, lastValueFrom, of, toArray } from 'rxjs';
import {
  animator,
  type Context2D,
  type Frame,
  png,
  probe,
  raster,
  record,
  spikeCount,
  spikes,
  tee,
  video,
} from 'rxsnn';
import type { Bench, Case } from '../case.js';
import { network } from '../contenders/rxsnn.js';
import { type Entry, inTurn } from '../inTurn.js';
import { short } from '../report/words.js';
import { summary } from '../stats.js';
import { taskOf } from '../task.js';

const layers = ['input', 'hidden', 'output'];

export const pictures: Case = {
  name: 'pictures',
  about:
    "the tutorial's rasters of three layers as PNG, its spike count in 200 frames as MP4, " +
    'and its input as 200 images of 28x28',
  async run(bench) {
    const { dots, rasters, frames, images } = await material();
    const named = `three rasters, ${short(dots)} dots, PNG`;
    const movie = (encoder: 'wasm' | 'ffmpeg'): Entry => ({
      name: `MP4 of ${frames.length} count frames, ${encoder}`,
      run: () => write(from(frames).pipe(video(bench.path(`bench-${encoder}.mp4`), { encoder }))),
    });
    const entries: Entry[] = [
      { name: named, run: () => write(of(rasters).pipe(png(bench.path('bench-raster.png')))) },
      { name: `${frames.length} count frames drawn`, run: () => drawAll(frames) },
      movie('wasm'),
      { name: `${images.length} images of 28x28 drawn`, run: () => drawAll(images) },
      {
        name: `MP4 of ${images.length} images of 28x28, wasm`,
        run: () => write(from(images).pipe(video(bench.path('bench-images.mp4')))),
      },
    ];
    const absent = await missing(movie('ffmpeg'));
    if (!absent) entries.push(movie('ffmpeg'));
    const samples = await inTurn(entries, { rounds: bench.quick ? 3 : 7, progress: bench.progress });
    const rows = entries.map(({ name }, i) => ({ name, ...summary(samples[i]!.map((took) => took / 1000)) }));
    return {
      tables: [
        {
          head: ['', 'median s', 'min', 'max', 'frames/s', 'runs'],
          rows: rows.map(({ name, median, min, max, runs }) => [
            name,
            ...[median, min, max].map((seconds) => seconds.toFixed(seconds < 1 ? 3 : 2)),
            name === named ? '' : short(frames.length / median),
            String(runs),
          ]),
        },
      ],
      notes: absent ? [`ffmpeg: ${absent}`] : [],
      pictures: absent ? files(bench) : files(bench, 'ffmpeg'),
      data: { dots, rows, ffmpeg: !absent },
    };
  },
};

/** The pictures of one run of the tutorial's network, not drawn yet. */
async function material(): Promise<{
  dots: number;
  rasters: Frame;
  frames: readonly Frame[];
  images: readonly Frame[];
}> {
  const task = taskOf();
  const steps$ = spikes(task.input).pipe(probe('input'), network(task));
  const [recording, rasters, frames, images] = await lastValueFrom(
    steps$.pipe(
      tee(
        record(['input', 'hidden', 'output']),
        raster(layers, { titles: ['Input layer', 'Hidden layer', 'Output layer'] }),
        spikeCount('output', { labels: '0123456789' }).pipe(toArray()),
        animator('input', { decay: 0.8, bare: true }).pipe(toArray()),
      ),
    ),
  );
  const count = (data: Float32Array) => data.reduce((sum, spk) => sum + spk, 0);
  const { input: fed, hidden, output } = recording;
  const dots = count(fed.spk.data) + count(hidden.spk.data) + count(output.spk.data);
  return { dots, rasters, frames, images };
}

function drawAll(frames: readonly Frame[]): undefined {
  const { createCanvas }: typeof import('canvas') = createRequire(import.meta.url)('canvas');
  const { width, height } = frames[0]!;
  const context = createCanvas(width, height).getContext('2d');
  for (const frame of frames) frame.draw(context as unknown as Context2D);
  context.getImageData(0, 0, 1, 1);
}

async function write(file$: Parameters<typeof lastValueFrom<string>>[0]): Promise<undefined> {
  await lastValueFrom(file$);
}

/** What keeps an entry from running, where it is that ffmpeg is not there. */
async function missing(entry: Entry): Promise<string | undefined> {
  try {
    await entry.run();
  } catch (error) {
    const message = String(error);
    if (!/no ffmpeg on the PATH/.test(message)) throw error;
    return 'absent, there is none on the PATH';
  }
  return undefined;
}

function files(bench: Bench, ...more: readonly string[]): string[] {
  return [
    bench.path('bench-raster.png'),
    ...['wasm', 'images', ...more].map((name) => bench.path(`bench-${name}.mp4`)),
  ];
}
