import { describe, expect, it } from '@jest/globals';
import { Broadcast } from '../../../demos/stream/output/broadcast.js';
import { Consumer } from '../../../demos/stream/output/consumer.js';
import { originRefusal } from '../../../demos/stream/output/origin.js';
import { Tally } from '../../../demos/stream/tally.js';

/** A consumer whose connection takes nothing until it is told to, and a clock that is set by hand. */
function consumer(layers = ['a', 'b'], buffer = 100, patience = 5) {
  const sent: string[] = [];
  const closed: [number, string][] = [];
  const connection = {
    bufferedAmount: 0,
    send(message: Uint8Array) {
      sent.push(Buffer.from(message).toString());
      connection.bufferedAmount += message.length;
    },
    close: (code: number, reason: string) => void closed.push([code, reason]),
  };
  const clock = { seconds: 0 };
  const made = new Consumer(connection, new Set(layers), { buffer, patience }, () => clock.seconds);
  return { consumer: made, connection, clock, sent, closed };
}

const step = (t: number) => ({
  t,
  layers: [
    { layer: 'a', events: [1, 2] },
    { layer: 'b', events: [], counts: [3, 0] },
  ],
});

describe('a broadcast', () => {
  it('sends each layer that was asked for, and counts where there are some', () => {
    const broadcast = new Broadcast(new Tally());
    const [both, one] = [consumer(), consumer(['b'])];
    broadcast.join(both.consumer);
    broadcast.join(one.consumer);
    broadcast.send(step(4));
    expect(both.sent).toEqual([
      '{"t":4,"layer":"a","events":[1,2]}',
      '{"t":4,"layer":"b","events":[]}',
      '{"t":4,"layer":"b","counts":[3,0]}',
    ]);
    expect(one.sent).toEqual(both.sent.slice(1));
  });

  it('drops whole steps for a slow consumer and keeps no more than its buffer and a step', () => {
    const [tally, slow, quick] = [
      new Tally(),
      consumer(['a', 'b'], 90),
      consumer(['a'], Number.POSITIVE_INFINITY),
    ];
    const broadcast = new Broadcast(tally);
    broadcast.join(slow.consumer);
    broadcast.join(quick.consumer);
    for (let t = 0; t < 50; t++) broadcast.send(step(t));
    expect(slow.connection.bufferedAmount).toBeLessThan(90 + 110);
    expect(slow.sent.map((text) => JSON.parse(text).t)).toEqual([0, 0, 0]);
    expect(tally.dropped).toBe(49);
    expect(quick.sent).toHaveLength(50);
    slow.connection.bufferedAmount = 90;
    broadcast.send(step(50));
    expect(slow.sent).toHaveLength(6);
    expect(tally).toMatchObject({ dropped: 49, evicted: 0, consumers: 2 });
  });

  it('closes a consumer that is too slow for too long on end, and no other', () => {
    const [tally, slow] = [new Tally(), consumer()];
    const broadcast = new Broadcast(tally);
    const leave = broadcast.join(slow.consumer);
    const at = (seconds: number, bufferedAmount: number) => {
      slow.clock.seconds = seconds;
      slow.connection.bufferedAmount = bufferedAmount;
      broadcast.send(step(seconds));
    };
    at(0, 101);
    at(4.9, 101);
    at(5, 0);
    at(6, 101);
    at(10.9, 101);
    expect(slow.closed).toEqual([]);
    at(11, 101);
    at(12, 0);
    expect(slow.closed).toEqual([[1013, 'too slow: more than 100 bytes wait for 5 s']]);
    expect(slow.sent).toHaveLength(3);
    expect(tally).toMatchObject({ dropped: 5, evicted: 1, consumers: 1 });
    leave();
    expect(tally.consumers).toBe(0);
  });
});

describe('an origin', () => {
  const rule = { host: 'lab.example', origins: ['https://friend.example'] };

  it.each([
    [undefined, 'anything:8765'],
    ['http://localhost:5173', 'localhost:8765'],
    ['http://127.0.0.1', '127.0.0.1:8765'],
    ['http://[::1]:3000', 'localhost:8765'],
    ['http://page.localhost:3000', 'localhost:8765'],
    ['https://friend.example', 'localhost:8765'],
    ['http://192.168.1.7:5173', '192.168.1.7:8765'],
    ['http://[fe80::1]', '[fe80::1]:8765'],
    ['http://lab.example:5173', 'lab.example:8765'],
  ])('%s may connect to %s', (origin, asked) => {
    expect(originRefusal(origin, asked, rule)).toBeUndefined();
  });

  it.each([
    ['https://evil.example', 'localhost:8765'],
    ['http://evil.example:8765', 'evil.example:8765'],
    ['http://localhost.evil.example', 'localhost:8765'],
    ['http://127.0.0.1.evil.example', '127.0.0.1:8765'],
    ['https://friend.example.evil.example', 'localhost:8765'],
    ['http://friend.example', 'localhost:8765'],
    ['http://192.168.1.8', '192.168.1.7:8765'],
    ['null', 'localhost:8765'],
    ['', 'localhost:8765'],
    ['file://', undefined],
  ])('%s may not connect to %s', (origin, asked) => {
    expect(originRefusal(origin, asked, rule)).toBe(`origin ${origin} is not allowed, see --origins`);
  });
});
