import { createServer, type Server, type Socket } from 'node:net';
import type { Intake } from './intake.js';
import { type TextRules, textFrames } from './textFrames.js';

/** The first bytes of a request that a page could be made to send here: HTTP is no frame, whatever its body says. */
const HTTP = /^(GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH) /;

/**
 * Takes frames as lines of text from TCP connections, at most `connections` at a time. Each sender waits while its frame
 * does. A line that is refused is answered with `refused: REASON`, unless the sender has not read the answer before.
 */
export function tcpServer(intake: Intake, rules: TextRules, connections: number): Server {
  const server = createServer((socket) => {
    rules.tally.senders += 1;
    socket.setKeepAlive(true, 30_000);
    socket.on('error', () => {});
    socket.on('close', () => {
      rules.tally.senders -= 1;
    });
    const refused = (reason: string) => {
      if (socket.writableLength === 0) socket.write(`refused: ${reason}\n`);
    };
    read(socket, intake, { ...rules, refused })
      .catch(() => {})
      .finally(() => socket.destroySoon());
  });
  server.maxConnections = connections;
  return server;
}

async function read(socket: Socket, intake: Intake, rules: TextRules): Promise<void> {
  for await (const frame of textFrames(withoutHttp(socket, rules), rules)) await intake.put(frame);
}

async function* withoutHttp(socket: Socket, { tally, refused }: TextRules): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    if (first && HTTP.test(chunk.toString('latin1', 0, 8))) {
      const reason = 'this port takes lines of numbers, not HTTP';
      tally.refuse(reason);
      refused?.(reason);
      return;
    }
    first = false;
    yield chunk;
  }
}
