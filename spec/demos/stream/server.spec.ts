import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lastValueFrom } from 'rxjs';
import { Linear, leaky, linear, probe, rand, rateConv, record, type Trace } from 'rxsnn';
import { until } from '../../helpers/files.js';
import { type Message, streams } from '../../helpers/streamClient.js';

const { start, client, refusal, sender, end } = streams();
afterEach(end);

const STEPS = 60;
const frames = rand([STEPS, 8], { seed: 5 });
const rows = Array.from({ length: STEPS }, (_, t) => [...frames.data.subarray(8 * t, 8 * t + 8)]);
const network = ['--network', '8-32-4', '--seed', '3', '--window', '20'];

/** What the network makes of the frames when it runs by itself. */
async function offline(): Promise<Message[]> {
  const recording = await lastValueFrom(
    rateConv(frames, { seed: 3 }).pipe(
      probe('input'),
      linear(Linear.init(8, 32, { seed: 3 })),
      leaky({ beta: 0.95 }),
      probe('hidden'),
      linear(Linear.init(32, 4, { seed: 4 })),
      leaky({ beta: 0.95 }),
      probe('output'),
      record(),
    ),
  );
  const row = ({ shape, data }: Trace, t: number) => [...data.subarray(t * shape[2]!, (t + 1) * shape[2]!)];
  return Array.from({ length: STEPS }, (_, t) =>
    (['input', 'hidden', 'output'] as const).flatMap((layer) => {
      const trace = recording[layer]!.spk;
      const events = row(trace, t).flatMap((spk, neuron) => (spk === 0 ? [] : [neuron]));
      if ((t + 1) % 20 !== 0) return [{ t, layer, events }];
      const counts = row(trace, t).map((_, neuron) => {
        let count = 0;
        for (let back = 0; back < 20; back++) count += row(trace, t - back)[neuron]!;
        return count;
      });
      return [
        { t, layer, events },
        { t, layer, counts },
      ];
    }),
  ).flat();
}

describe('a stream', () => {
  it('makes of frames from a WebSocket what the network makes of them by itself', async () => {
    const { url, stream } = await start('--input', 'socket', ...network);
    const { messages } = await client(`${url}/events`);
    const { socket } = await client(`${url}/frames`);
    const forms = [
      (row: number[]) => JSON.stringify(row),
      (row: number[]) => JSON.stringify({ frame: row }),
      (row: number[]) => Buffer.from(Float32Array.from(row).buffer),
    ];
    for (const [t, row] of rows.entries()) socket.send(forms[t % 3]!(row));
    await until(() => messages.some(({ t, layer }) => t === STEPS - 1 && layer === 'output'));
    const expected = await offline();
    await until(() => messages.length > expected.length);
    expect(messages[0]).toEqual({
      hello: 'rxsnn',
      t: 0,
      layers: [
        { name: 'input', neurons: 8 },
        { name: 'hidden', neurons: 32 },
        { name: 'output', neurons: 4 },
      ],
      window: 20,
    });
    expect(messages.slice(1)).toEqual(expected);
    expect(expected.filter(({ layer, events }) => layer === 'output' && `${events}`).length).toBeGreaterThan(
      3,
    );
    expect(stream.tally).toMatchObject({ steps: STEPS, refused: 0, dropped: 0 });
  });

  it.each(['stdin', 'tcp'])('does so with lines from %s', async (input) => {
    const { url, stream, stdin } = await start('--input', input, ...network);
    const { messages, closed } = await client(`${url}/events?layers=output`);
    const text = rows.map((row) => `${row.join(' ')}\n`).join('');
    if (input === 'stdin') {
      stdin.end(text);
      expect(await closed).toBe('1000 end of input');
    } else {
      (await sender(stream.tcpPort)).socket.end(text);
    }
    const expected = (await offline()).filter(({ layer }) => layer === 'output');
    await until(() => messages.length > expected.length);
    expect(messages.slice(1)).toEqual(expected);
  });

  it('refuses what is no frame with a reason, counts it, and goes on', async () => {
    const { url, stream } = await start(
      '--input',
      'tcp',
      '--network',
      '2-4',
      '--encoder',
      'spikes',
      '--max-bytes',
      '99',
    );
    const { messages } = await client(`${url}/events?layers=input`);
    const { socket, lines } = await sender(stream.tcpPort);
    const wrong: [line: string, reason: string][] = [
      ['foo 1', "number 1 must be finite in float32, got 'foo'"],
      ['1 2 3', 'frame has 3 numbers, the network takes 2'],
      ['{"frame', "not JSON: '{\"frame'"],
      ['9'.repeat(500), 'a line may have 99 bytes, got 500'],
    ];
    for (const [i, [line, reason]] of wrong.entries()) {
      socket.write(`${line}\n`);
      await until(() => lines().length === i + 1);
      expect(lines()[i]).toBe(`refused: ${reason}`);
      socket.write('0 1\n');
      await until(() => messages.length === i + 2);
    }
    expect(stream.tally).toMatchObject({ steps: 4, refused: 4, reason: wrong[3]![1] });
    expect(messages.slice(1)).toEqual([0, 1, 2, 3].map((t) => ({ t, layer: 'input', events: [1] })));
  });

  it('tells a sender on a WebSocket what it refused, and takes its next frame', async () => {
    const { url, stream } = await start('--input', 'socket', '--network', '2-4');
    const { socket, messages } = await client(`${url}/frames`);
    for (const message of ['[1]', Buffer.alloc(3), '{"events":[1]}']) socket.send(message);
    await until(() => stream.tally.steps === 1 && messages.length === 2);
    expect(messages).toEqual([
      { refused: 'frame has 1 numbers, the network takes 2' },
      { refused: 'frame has 3 bytes, the network takes 2 bytes or 8 of float32' },
    ]);
  });

  it('takes no HTTP for numbers', async () => {
    const { stream } = await start('--input', 'tcp', '--network', '1-4');
    const { socket } = await sender(stream.tcpPort);
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\n\r\n1\n');
    await once(socket, 'close');
    expect(stream.tally).toMatchObject({ steps: 0, refused: 1 });
  });
});

describe('a consumer that does not read', () => {
  /** Steps of 110 kB, one after the other, each when the consumer that reads has the one before. */
  async function withSlow(...args: string[]) {
    const network = ['--network', '20000-2', '--encoder', 'spikes', '--window', '10000'];
    const { url, stream, stdin } = await start(...network, ...args);
    const [quick, slow] = [
      await client(`${url}/events?layers=input`),
      await client(`${url}/events?layers=input`),
    ];
    slow.socket.pause();
    const frame = `${'1 '.repeat(20_000)}\n`;
    const step = async () => {
      const count = quick.messages.length;
      stdin.write(frame);
      for (let i = 0; i < 1e5 && quick.messages.length === count; i++) await new Promise(setImmediate);
      expect(quick.messages).toHaveLength(count + 1);
    };
    const stepUntil = async (met: () => boolean) => {
      for (let i = 0; i < 400 && !met(); i++) await step();
      expect(met()).toBe(true);
    };
    return { stream, quick, slow, step, stepUntil };
  }
  const numbers = (messages: readonly Message[]) => messages.slice(1).map(({ t }) => t);

  it('has steps dropped, which are counted, and gets the next ones when it reads again', async () => {
    const { stream, quick, slow, step, stepUntil } = await withSlow(
      '--buffer',
      '262144',
      '--patience',
      '1000',
    );
    await stepUntil(() => stream.tally.dropped === 10);
    slow.socket.resume();
    const count = stream.tally.steps - 10;
    await until(() => numbers(slow.messages).length === count);
    expect(numbers(slow.messages)).toEqual(Array.from({ length: count }, (_, t) => t));
    await step();
    await until(() => numbers(slow.messages).at(-1) === stream.tally.steps - 1);
    expect(numbers(quick.messages)).toEqual(Array.from({ length: stream.tally.steps }, (_, t) => t));
    expect(stream.tally).toMatchObject({ dropped: 10, evicted: 0, consumers: 2 });
  });

  it('is closed when its patience is over, and the others stay', async () => {
    const { stream, quick, slow, step, stepUntil } = await withSlow('--buffer', '262144', '--patience', '0');
    await stepUntil(() => stream.tally.evicted === 1);
    slow.socket.resume();
    expect(await slow.closed).toBe('1013 too slow: more than 262144 bytes wait for 0 s');
    await until(() => stream.tally.consumers === 1);
    await step();
    expect(numbers(quick.messages)).toEqual(Array.from({ length: stream.tally.steps }, (_, t) => t));
  });
});

describe('the server', () => {
  it('lets pages of this machine connect, those that are allowed, and no other', async () => {
    const { url } = await start(
      '--input',
      'sine',
      '--network',
      '2-4',
      '--hz',
      '1',
      '--origins',
      'https://friend.example',
    );
    for (const origin of ['http://localhost:5173', 'https://friend.example'])
      await client(`${url}/events`, { origin });
    const evil = 'http://evil.example:80';
    const reason = '403 origin http://evil.example:80 is not allowed, see --origins';
    expect(await refusal(`${url}/events`, { headers: { origin: evil } })).toBe(reason);
    // a name that was pointed at this machine
    expect(await refusal(`${url}/events`, { headers: { origin: evil, host: 'evil.example:80' } })).toBe(
      reason,
    );
  });

  it('says what is wrong with a path, a layer, and one client too many', async () => {
    const { url } = await start('--input', 'sine', '--network', '2-4', '--hz', '1', '--clients', '1');
    expect(await refusal(`${url}/frames`)).toBe("404 no '/frames', there is /events");
    expect(await refusal(`${url}/events?layers=input,hidden`)).toBe('400 layers must be of input, output');
    const { socket, closed } = await client(`${url}/events`);
    expect(await refusal(`${url}/events`)).toBe('503 1 clients are connected, more are not taken');
    socket.close();
    await closed;
    await client(`${url}/events`);
  });

  it('closes a client whose message is too long, and no other', async () => {
    const { url, stream } = await start('--input', 'socket', '--network', '2-4', '--max-bytes', '1000');
    const [long, other] = [await client(`${url}/frames`), await client(`${url}/frames`)];
    long.socket.send(`[0,1${' '.repeat(1000)}]`);
    expect(await long.closed).toMatch(/^1009/);
    other.socket.send('[0, 1]');
    await until(() => stream.tally.steps === 1);
    expect(stream.tally).toMatchObject({ refused: 1, reason: 'Max payload size exceeded', senders: 1 });
  });

  it('tells its health', async () => {
    const { url, stdin, stream } = await start('--network', '2-4');
    stdin.write('0 1\n1\n');
    await until(() => stream.tally.refused === 1);
    const response = await fetch(`${url.replace('ws', 'http')}/health`);
    expect(await response.json()).toMatchObject({
      status: 'ok',
      steps: 1,
      refused: 1,
      dropped: 0,
      consumers: 0,
    });
  });

  it('says goodbye when it is stopped, and frees its port', async () => {
    const { url, stream } = await start('--input', 'noise', '--network', '2-4');
    const { closed } = await client(`${url}/events`);
    stream.stop();
    expect(await closed).toBe('1001 stopped');
    await stream.done;
    await start('--port', String(stream.port), '--network', '2-4');
  });

  it('fails where its port is taken, and leaves nothing open', async () => {
    const { stream } = await start('--network', '2-4');
    await expect(start('--port', String(stream.port), '--network', '2-4')).rejects.toThrow('EADDRINUSE');
    const ports = ['--tcp-port', String(stream.port)];
    await expect(start('--input', 'tcp', ...ports, '--network', '2-4')).rejects.toThrow('EADDRINUSE');
  });
});
