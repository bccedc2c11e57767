import type { WebSocket } from 'ws';
import { frameOfBytes, frameOfText, Refusal } from '../input/frame.js';
import type { Intake } from '../input/intake.js';
import type { Layer } from '../network.js';
import type { Tally } from '../tally.js';
import type { Broadcast } from './broadcast.js';
import { Consumer, type ConsumerRule } from './consumer.js';

/** Takes a WebSocket that asks for a path with this query, or says why not. */
export type Endpoint = (query: URLSearchParams) => ((socket: WebSocket) => void) | string;

/** Bytes that may wait at a sender's socket before it is no longer told what was refused. */
const ANSWERS = 16_384;

/** Milliseconds that a client has to answer when it is closed. */
const GRACE = 2000;

export interface EventsOptions extends ConsumerRule {
  readonly layers: readonly Layer[];
  readonly window: number;
  readonly broadcast: Broadcast;
  readonly tally: Tally;
}

/** `/events`: steps go out. `?layers=input,output` asks for some layers only. */
export function eventsEndpoint({ layers, window, broadcast, tally, ...rule }: EventsOptions): Endpoint {
  return (query) => {
    const names = query.get('layers')?.split(',') ?? layers.map(({ name }) => name);
    const chosen = layers.filter(({ name }) => names.includes(name));
    if (chosen.length < new Set(names).size) {
      return `layers must be of ${layers.map(({ name }) => name).join(', ')}`;
    }
    return (socket) => {
      const connection = {
        get bufferedAmount() {
          return socket.bufferedAmount;
        },
        send: (message: Uint8Array) => socket.send(message, { binary: false }),
        close: (code: number, reason: string) => closeSoon(socket, code, reason),
      };
      socket.send(JSON.stringify({ hello: 'rxsnn', t: tally.steps, layers: chosen, window }));
      socket.on('close', broadcast.join(new Consumer(connection, new Set(names), rule)));
      socket.on('message', () => {
        tally.refuse('/events takes no messages, frames go to /frames');
      });
    };
  };
}

export interface FramesOptions {
  readonly inputs: number;
  readonly intake: Intake;
  readonly tally: Tally;
}

/** `/frames`: frames come in, one a message. A message that is none is answered with `{ "refused": REASON }`. */
export function framesEndpoint({ inputs, intake, tally }: FramesOptions): Endpoint {
  return () => (socket) => {
    let waiting = 0;
    const refuse = (refused: string) => {
      tally.refuse(refused);
      if (socket.bufferedAmount < ANSWERS) socket.send(JSON.stringify({ refused }));
    };
    const take = async (data: Buffer, isBinary: boolean): Promise<void> => {
      const frame = isBinary ? frameOfBytes(data, inputs) : frameOfText(data.toString('utf8'), inputs);
      waiting += 1;
      socket.pause();
      await intake.put(frame);
      waiting -= 1;
      if (waiting === 0) socket.resume();
    };
    tally.senders += 1;
    socket.on('close', () => {
      tally.senders -= 1;
    });
    socket.on('message', (data, isBinary) => {
      take(data as Buffer, isBinary).catch((error) => {
        if (!(error instanceof Refusal)) throw error;
        refuse(error.message);
      });
    });
  };
}

/** Closes a client, and gives up soon where it does not answer. */
export function closeSoon(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  setTimeout(() => socket.terminate(), GRACE).unref();
}
