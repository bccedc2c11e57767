import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { shown } from '../input/frame.js';
import type { Endpoint } from './endpoint.js';
import { type OriginRule, originRefusal } from './origin.js';

export interface HttpOptions extends OriginRule {
  /** What a WebSocket can connect to, by path. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  /** Longest message, in bytes: the sender of a longer one is closed. */
  readonly maxBytes: number;
  /** Connections at a time. */
  readonly clients: number;
  /** Told why a client was closed that broke the rules of WebSockets or sent too much. */
  readonly refused: (reason: string) => void;
  /** What `GET /health` answers. */
  readonly health: () => object;
}

/** An HTTP server for WebSockets. Whoever may not connect gets a status and one line that says why. */
export function httpServer(options: HttpOptions): {
  readonly server: Server;
  readonly sockets: WebSocketServer;
} {
  const { endpoints, maxBytes, clients, refused, health } = options;
  // compression would cost more memory a client than all that may wait for it
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxBytes, perMessageDeflate: false });
  const server = createServer((request, response) => answer(request, response, health));
  // a few more, so that one too many is told so
  server.maxConnections = clients + 8;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => {});
    const refusal = refusalOf(request, sockets.clients.size, options);
    if (refusal) return refuse(socket, ...refusal);
    const { pathname, searchParams } = urlOf(request)!;
    const accepted = endpoints[pathname]!(searchParams);
    if (typeof accepted === 'string') return refuse(socket, '400 Bad Request', accepted);
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', ({ message }) => refused(message));
      accepted(client);
    });
  });
  return { server, sockets };
}

function refusalOf(
  request: IncomingMessage,
  connected: number,
  options: HttpOptions,
): [status: string, reason: string] | undefined {
  const { origin, host } = request.headers;
  const foreign = originRefusal(origin, host, options);
  if (foreign) return ['403 Forbidden', foreign];
  const path = urlOf(request)?.pathname;
  if (path === undefined || !Object.hasOwn(options.endpoints, path)) {
    return [
      '404 Not Found',
      `no ${shown(path ?? '')}, there is ${Object.keys(options.endpoints).join(', ')}`,
    ];
  }
  if (connected < options.clients) return undefined;
  return ['503 Service Unavailable', `${connected} clients are connected, more are not taken`];
}

function refuse(socket: Duplex, status: string, reason: string): void {
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: text/plain', 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(reason) + 1}\r\n\r\n${reason}\n`);
}

function answer(request: IncomingMessage, response: ServerResponse, health: () => object): void {
  const found = urlOf(request)?.pathname === '/health';
  const body = found ? JSON.stringify(health()) : 'see /health, or connect with a WebSocket';
  response.writeHead(found ? 200 : 404, { 'Content-Type': found ? 'application/json' : 'text/plain' });
  response.end(`${body}\n`);
}

function urlOf({ url = '' }: IncomingMessage): URL | undefined {
  const text = `http://localhost${url}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}
