import { from, fromEvent, lastValueFrom, takeUntil, tap } from 'rxjs';
import { encoders } from './encoders.js';
import { digits, noise, sine } from './input/builtIn.js';
import { Intake } from './input/intake.js';
import { tcpServer } from './input/tcp.js';
import { type TextRules, textFrames } from './input/textFrames.js';
import { type Layer, type Network, networkOf } from './network.js';
import type { Options } from './options.js';
import { Broadcast } from './output/broadcast.js';
import { closeSoon, eventsEndpoint, framesEndpoint } from './output/endpoint.js';
import { httpServer } from './output/httpServer.js';
import { type Listening, listen } from './output/listen.js';
import { stepEvents } from './output/stepEvents.js';
import { paced } from './paced.js';
import { Tally } from './tally.js';
import { Recent } from './view/recent.js';

/** A stream at work. */
export interface Stream {
  readonly port: number;
  /** The port of the frames, where they come by TCP. */
  readonly tcpPort: number | undefined;
  readonly network: Network;
  readonly tally: Tally;
  readonly recent: Recent;
  /** Resolves when the input has ended, or was stopped, and everything is closed; rejects where the stream failed. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Opens input, network and servers, and lets the frames run. Rejects where one of them cannot be opened. */
export async function startStream(options: Options, stdin: AsyncIterable<Uint8Array>): Promise<Stream> {
  const network = await networkOf(options);
  const inputs = network.layers[0]!.neurons;
  const maxBytes = options.maxBytes ?? Math.max(65_536, 32 * inputs);
  const [tally, intake, stopped] = [new Tally(), new Intake(), new AbortController()];
  const layers = spiking(network.layers, options);
  const recent = new Recent(layers, options.window);
  const broadcast = new Broadcast(tally);

  const { server, sockets } = httpServer({
    ...options,
    maxBytes,
    refused: (reason) => tally.refuse(reason),
    health: () => ({ status: 'ok', ...tally }),
    endpoints: {
      '/events': eventsEndpoint({ ...options, layers, broadcast, tally }),
      ...(options.input === 'socket' && { '/frames': framesEndpoint({ inputs, intake, tally }) }),
    },
  });
  const http = await listen(server, options.port, options.host);
  const text = { inputs, maxBytes, tally };
  const tcp = options.input === 'tcp' ? await openTcp(intake, text, options, http) : undefined;

  const source = {
    digits: () => digits(),
    sine: () => sine(inputs),
    noise: () => noise(inputs, options.seed),
    stdin: () => textFrames(stdin, text),
    tcp: () => intake,
    socket: () => intake,
  }[options.input];
  const { hz, hold } = options;
  const frames$ = from(paced(source(), { hz, hold, signal: stopped.signal }));
  const steps$ = frames$.pipe(
    takeUntil(fromEvent(stopped.signal, 'abort')),
    encoders[options.encoder](options),
    network.run,
    stepEvents(layers, options.window),
    tap((step) => {
      tally.steps += 1;
      recent.add(step);
      broadcast.send(step);
    }),
  );
  const close = async (code: number, reason: string): Promise<void> => {
    for (const socket of sockets.clients) closeSoon(socket, code, reason);
    await Promise.all(
      [...sockets.clients].map((socket) => new Promise((gone) => socket.once('close', gone))),
    );
    await Promise.all([http.close(), tcp?.close()]);
  };
  const ended = lastValueFrom(steps$, { defaultValue: undefined });
  const done = ended.then(
    () => (stopped.signal.aborted ? close(1001, 'stopped') : close(1000, 'end of input')),
    async (error) => {
      await close(1011, 'the stream failed');
      throw error;
    },
  );
  return { port: http.port, tcpPort: tcp?.port, network, tally, recent, done, stop: () => stopped.abort() };
}

async function openTcp(
  intake: Intake,
  rules: TextRules,
  { tcpPort, host, clients }: Options,
  http: Listening,
): Promise<Listening> {
  try {
    return await listen(tcpServer(intake, rules, clients), tcpPort, host);
  } catch (error) {
    await http.close();
    throw error;
  }
}

/** The layers that have spikes: currents go into the network without any. */
function spiking(layers: readonly Layer[], { encoder }: Options): readonly Layer[] {
  return encoder === 'current' ? layers.slice(1) : layers;
}
