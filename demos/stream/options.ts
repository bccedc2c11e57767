import { fstatSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { DEVICE_NAMES, type DeviceName } from 'rxsnn';
import { whole } from '../shared/whole.js';
import { type EncoderName, encoders } from './encoders.js';
import { sizesOf } from './network.js';

const INPUTS = ['digits', 'sine', 'noise', 'stdin', 'tcp', 'socket'] as const;
export type Input = (typeof INPUTS)[number];

/** Weights of a network, two gigabytes of them: the device has a copy of its own. */
const MOST_WEIGHTS = 500_000_000;

export interface Options {
  readonly input: Input;
  /** `mnist`, or sizes of layers. */
  readonly network: string;
  readonly encoder: EncoderName;
  readonly threshold: number;
  readonly beta: number;
  readonly seed: number;
  readonly device?: DeviceName;
  /** Steps for which each frame is held. */
  readonly hold: number;
  /** Steps a second, at most. */
  readonly hz: number;
  /** Steps over which spikes are counted. */
  readonly window: number;
  readonly host: string;
  readonly port: number;
  readonly tcpPort: number;
  readonly origins: readonly string[];
  readonly clients: number;
  /** Longest message or line, in bytes; without it, what the network's inputs need. */
  readonly maxBytes?: number;
  readonly buffer: number;
  readonly patience: number;
}

/** The options of a command line; `piped` says whether something is piped in. */
export function readOptions(args: readonly string[], piped = isPiped()): Options {
  const options = command()
    .parse([...args], { from: 'user' })
    .opts<Options>();
  const made = options.network === 'mnist' ? 'digits' : 'sine';
  const input = options.input ?? (piped ? 'stdin' : made);
  const own = input === 'digits' || input === 'sine' || input === 'noise';
  const hold = options.hold ?? (input === 'digits' ? 25 : 1);
  if (input === 'digits' && options.network !== 'mnist') {
    throw new TypeError(`--input digits takes the network mnist, got ${options.network}`);
  }
  return { ...options, input, hold, hz: options.hz ?? (own ? 25 : 1000) };
}

/** All flags; their help is two columns on narrow terminals as well. */
function command(): Command {
  return new Command('npm run stream --')
    .description(
      'Numbers become spikes, run through a network, and come out as address events on a WebSocket, ' +
        'with a live view in the terminal. See docs/stream.md.',
    )
    .addOption(
      new Option(
        '--input <name>',
        'where frames come from (default: stdin if piped, else digits or sine)',
      ).choices(INPUTS),
    )
    .option('--network <name>', "'mnist' (784-1000-10, trained), or sizes: 8-32-4", network, 'mnist')
    .addOption(
      new Option('--encoder <name>', 'how numbers become spikes')
        .choices(Object.keys(encoders))
        .default('rateConv'),
    )
    .option('--threshold <x>', 'least change that makes a spike, for delta', positive, 0.1)
    .option('--beta <x>', 'decay of the membranes in a step, 0 to 1', share, 0.95)
    .option('--seed <n>', 'seed of spikes and random weights', whole(0), 1)
    .addOption(
      new Option('--device <name>', 'where layers run (default: the best that works here)').choices(
        // a step is read as it passes, which an asynchronous device does not allow
        DEVICE_NAMES.filter((name) => name !== 'webgpu'),
      ),
    )
    .option('--hold <n>', 'steps for which a frame is held (default: 25 for digits, else 1)', whole(1))
    .option(
      '--hz <x>',
      "steps a second, at most, or 'Infinity' (default: 25, for frames from outside 1000)",
      positive,
    )
    .option('--window <n>', 'steps over which spikes are counted', whole(1), 25)
    .option('--host <name>', 'where to listen', '127.0.0.1')
    .option('--port <n>', 'port of the WebSockets, 0 for any', port, 8765)
    .option('--tcp-port <n>', 'port of --input tcp, 0 for any', port, 8766)
    .addOption(
      new Option(
        '--origins <urls...>',
        'origins of pages that may connect, beside those of this machine',
      ).default([], 'none'),
    )
    .option('--clients <n>', 'connections at a time', whole(1), 32)
    .option('--max-bytes <n>', 'longest message or line (default: 65536, or 32 per input)', whole(1))
    .option(
      '--buffer <bytes>',
      'what may wait for a client before its steps are dropped',
      whole(0),
      1_048_576,
    )
    .option('--patience <s>', 'seconds after which a client that is still too slow is closed', atLeast(0), 5)
    .configureHelp({ minWidthToWrap: 20 })
    .showHelpAfterError('see npm run stream -- --help');
}

/** Whether standard input is a pipe or a file, and no terminal or nothing at all. */
function isPiped(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

function network(text: string): string {
  if (text === 'mnist') return text;
  const sizes = sizesOf(text);
  if (!sizes) throw new InvalidArgumentError("Needs 'mnist' or sizes as in 8-32-4.");
  const weights = sizes.slice(1).reduce((sum, size, i) => sum + size * sizes[i]!, 0);
  if (weights <= MOST_WEIGHTS) return text;
  const [most, got] = [MOST_WEIGHTS, weights].map((count) => count.toLocaleString('en'));
  throw new InvalidArgumentError(`Needs at most ${most} weights, got ${got}.`);
}

function port(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('Needs a port, 0 to 65535.');
}

function atLeast(min: number) {
  return (text: string): number => {
    const value = Number(text);
    if (value >= min && text.trim() !== '') return value;
    throw new InvalidArgumentError(`Needs a number, at least ${min}.`);
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Needs a number above 0.');
}

function share(text: string): number {
  const value = atLeast(0)(text);
  if (value <= 1) return value;
  throw new InvalidArgumentError('Needs a number from 0 to 1.');
}
