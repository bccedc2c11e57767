import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { type ClientOptions, WebSocket } from 'ws';
import { readOptions } from '../../demos/stream/options.js';
import { type Stream, startStream } from '../../demos/stream/stream.js';
import { until } from './files.js';

export type Message = { readonly t: number } & Readonly<Record<string, unknown>>;

/** Streams of demos/stream on ports that are free; `end` stops them and their clients. */
export function streams() {
  const open: (() => unknown)[] = [];

  /** A stream with the options of a command line, and what can be written to its standard input. */
  async function start(...args: string[]): Promise<{ stream: Stream; stdin: PassThrough; url: string }> {
    const stdin = new PassThrough();
    const options = readOptions(['--port', '0', '--tcp-port', '0', '--hz', 'Infinity', ...args], true);
    const stream = await startStream(options, stdin);
    open.push(async () => {
      stream.stop();
      await stream.done;
    });
    return { stream, stdin, url: `ws://127.0.0.1:${stream.port}` };
  }

  /** A WebSocket that is connected, and the messages that it got. */
  async function client(url: string, options?: ClientOptions) {
    const socket = new WebSocket(url, options);
    const messages: Message[] = [];
    const closed = once(socket, 'close').then(([code, reason]) => `${code} ${reason}`);
    socket.on('message', (data) => messages.push(JSON.parse(String(data))));
    open.push(() => socket.terminate());
    await once(socket, 'open');
    if (url.includes('/events')) await until(() => messages.length > 0);
    return { socket, messages, closed };
  }

  /** The status and the reason with which a WebSocket is not accepted. */
  async function refusal(url: string, options?: ClientOptions): Promise<string> {
    const socket = new WebSocket(url, options);
    socket.on('error', () => {});
    const [request, response] = await once(socket, 'unexpected-response');
    let text = '';
    for await (const chunk of response) text += chunk;
    request.destroy();
    return `${response.statusCode} ${text.trim()}`;
  }

  /** A TCP connection, and the lines that it got. */
  async function sender(port: number | undefined) {
    const socket = connect(port!, '127.0.0.1');
    let got = '';
    socket.setEncoding('utf8').on('data', (text) => {
      got += text;
    });
    socket.on('error', () => {});
    open.push(() => socket.destroy());
    await once(socket, 'connect');
    return { socket, lines: () => got.split('\n').filter(Boolean) };
  }

  async function end(): Promise<void> {
    for (const close of open.splice(0).reverse()) await close();
  }

  return { start, client, refusal, sender, end };
}
