/**
 * Numbers from standard input, TCP or a WebSocket through a spiking network, as address events on a WebSocket.
 * Run it with `npm run stream`, see its flags with `npm run stream -- --help`, its rules in docs/stream.md.
 */

import { type Options, readOptions } from './options.js';
import { type Stream, startStream } from './stream.js';
import { statusLine } from './view/plain.js';
import { Rate } from './view/rate.js';
import { screen } from './view/screen.js';
import { showOnTerminal } from './view/terminal.js';

/** Milliseconds from one line to the next where there is no terminal. */
const EVERY = 1000;

try {
  const options = readOptions(process.argv.slice(2));
  await run(options, await startStream(options, process.stdin));
} catch (error) {
  process.stderr.write(`stream: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(options: Options, stream: Stream): Promise<void> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const unhear = () => process.off('SIGINT', stop).off('SIGTERM', stop);
  const stop = () => {
    // whoever does not want to wait asks twice
    unhear();
    stream.stop();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.stdout.on('error', stop);
  const hide = show(options, stream, seconds);
  try {
    await stream.done;
  } finally {
    hide();
    unhear();
    process.stdin.destroy();
  }
  const mean = stream.tally.steps / seconds();
  process.stdout.write(`${statusLine(stream.tally, stream.recent, mean)}\n`);
}

/** Shows the stream, on a terminal as a picture, elsewhere a line a second; returns what ends that. */
function show(
  options: Options,
  { port, tcpPort, network, tally, recent }: Stream,
  seconds: () => number,
): () => void {
  const rate = new Rate(seconds(), tally.steps);
  const events = `ws://${options.host}:${port}/events`;
  const from = { tcp: `tcp ${options.host}:${tcpPort}`, socket: `ws://${options.host}:${port}/frames` };
  const input = options.input === 'tcp' || options.input === 'socket' ? from[options.input] : options.input;
  const stages = [input, options.encoder, network.title, events];
  const { stdout, env } = process;
  if (stdout.isTTY && env.TERM !== 'dumb') {
    return showOnTerminal(stdout, (size) => {
      const stepsPerSecond = rate.at(seconds(), tally.steps);
      return screen({ stages, recent, tally, seconds: seconds(), stepsPerSecond }, size, !env.NO_COLOR);
    });
  }
  stdout.write(`${stages.join(' -> ')}\n`);
  const timer = setInterval(() => {
    stdout.write(`${statusLine(tally, recent, rate.at(seconds(), tally.steps))}\n`);
  }, EVERY);
  return () => clearInterval(timer);
}
