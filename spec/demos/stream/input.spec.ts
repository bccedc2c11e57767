import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { frameOfBytes, frameOfText, Refusal } from '../../../demos/stream/input/frame.js';
import { lines } from '../../../demos/stream/input/lines.js';
import { paced } from '../../../demos/stream/paced.js';

describe('a frame of text', () => {
  it.each([
    ['JSON', '[0, 0.5, -1e3]'],
    ['an object', '{"frame":[0,0.5,-1000],"more":1}'],
    ['CSV', '0,0.5, -1000'],
    ['semicolons', '0;0.5;-1000'],
    ['white space', '  0\t0.5  -1000\r'],
  ])('is read from %s', (_, text) => {
    expect([...frameOfText(text, 3)]).toEqual([0, 0.5, -1000]);
  });

  it('has ones where there are events', () => {
    expect([...frameOfText('{"events":[2,0,2]}', 4)]).toEqual([1, 0, 1, 0]);
    expect([...frameOfText('{"t":7,"layer":"input","events":[]}', 2)]).toEqual([0, 0]);
  });

  it.each([
    ['1 2', 'frame has 2 numbers, the network takes 3'],
    ['1,,3', "number 2 must be finite in float32, got ''"],
    ['1 NaN 3', "number 2 must be finite in float32, got 'NaN'"],
    ['[1, 1e39, 3]', "number 2 must be finite in float32, got '1e+39'"],
    ['["1", 2, 3]', "number 1 must be finite in float32, got '1'"],
    ['[[1], 2, 3]', "number 1 must be finite in float32, got '1'"],
    ['[1, 2, 3', "not JSON: '[1, 2, 3'"],
    ['{"frames":[1]}', 'an object needs an array "frame" or "events", got \'{"frames":[1]}\''],
    ['{"events":[3]}', "every event must be a neuron from 0 to 2, got '3'"],
    ['{"events":[0.5]}', "every event must be a neuron from 0 to 2, got '0.5'"],
    ['1 \x1b[2J\u{1f600} 3', "number 2 must be finite in float32, got '?[2J??'"],
  ])('is refused for %j', (text, reason) => {
    expect(() => frameOfText(text, 3)).toThrow(new Refusal(reason));
  });

  it('is numbers or refused, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          expect(frameOfText(text, 2).every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect((error as Error).message).toMatch(/^[\x20-\x7e]{1,120}$/);
        }
      }),
    );
  });
});

describe('a frame of bytes', () => {
  it('is a byte or a float32 a number, wherever it lies in memory', () => {
    expect([...frameOfBytes(Uint8Array.of(0, 255), 2)]).toEqual([0, 1]);
    const bytes = Buffer.concat([Buffer.alloc(1), Buffer.from(Float32Array.of(0.25, -7).buffer)]).subarray(1);
    expect([...frameOfBytes(bytes, 2)]).toEqual([0.25, -7]);
  });

  it('is refused with another size, and with numbers that are none', () => {
    expect(() => frameOfBytes(new Uint8Array(3), 2)).toThrow(
      'has 3 bytes, the network takes 2 bytes or 8 of float32',
    );
    expect(() => frameOfBytes(Buffer.from(Float32Array.of(1, Number.NaN).buffer), 2)).toThrow(
      'number 2 must be finite',
    );
  });
});

describe('lines', () => {
  const all = async (chunks: readonly string[], maxBytes = 100) => {
    const read: unknown[] = [];
    for await (const line of lines(from(chunks.map((chunk) => Buffer.from(chunk, 'latin1'))), maxBytes)) {
      read.push(line instanceof Error ? `refused: ${line.message}` : line);
    }
    return read;
  };

  it('are the same however the bytes are cut', async () => {
    const text = Buffer.from('1 2\r\n\n  \n[3]\ngrüße\nlast').toString('latin1');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const places = [0, ...cuts, text.length].sort((a, b) => a - b);
        const chunks = places.slice(1).map((end, i) => text.slice(places[i], end));
        expect(await all(chunks)).toEqual(['1 2', '[3]', 'grüße', 'last']);
      }),
    );
  });

  it('are whole when every byte comes by itself', async () => {
    const line = Array.from({ length: 500 }, (_, i) => i).join(' ');
    expect(await all([...`${line}\n${line}`], 10_000)).toEqual([line, line]);
  });

  it('are refused when they are too long, once each, and the next one is read', async () => {
    const long = Array.from({ length: 50 }, () => 'xxxx');
    expect(await all(['1\n', ...long, 'x\n2\n12345678\n123456789'], 8)).toEqual([
      '1',
      'refused: a line may have 8 bytes, got 201',
      '2',
      '12345678',
      'refused: a line may have 8 bytes, got 9',
    ]);
  });
});

describe('paced', () => {
  const endless = new AbortController().signal;

  it('holds each frame and takes the next one only when it is wanted', async () => {
    let made = 0;
    const source = (function* () {
      while (made < 10) yield made++;
    })();
    const steps = paced(source, { hz: Number.POSITIVE_INFINITY, hold: 2, signal: endless });
    const seen = [];
    for (let i = 0; i < 5; i++) seen.push((await steps.next()).value);
    expect(seen).toEqual([0, 0, 1, 1, 2]);
    expect(made).toBe(3);
  });

  it('waits for the time of a step, and not when it is stopped', async () => {
    const stop = new AbortController();
    const steps = paced([1, 2], { hz: 0.001, hold: 1, signal: stop.signal });
    expect((await steps.next()).value).toBe(1);
    const second = steps.next();
    stop.abort();
    await expect(second).rejects.toThrow('aborted');
  });
});

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
