import { describe, expect, it } from '@jest/globals';
import { delay, lastValueFrom, type Observable, of, Subject, take, tap, toArray } from 'rxjs';
import {
  block,
  delta,
  devices,
  explain,
  Linear,
  leaky,
  linear,
  rate,
  rateConv,
  record,
  type Step,
  type StepOperator,
  to,
} from 'rxsnn';
import type { Device } from '../../src/devices/device.js';
import { flat } from '../../src/devices/gpu/memory.js';
import { openDevice } from '../../src/devices/registry.js';
import { HostTensor } from '../../src/tensor.js';
import { running } from '../helpers/modes.js';

const network = (source: Observable<Step>) =>
  source.pipe(
    linear(Linear.init(20, 30, { seed: 1 })),
    leaky({ beta: 0.9 }),
    linear(Linear.init(30, 5, { seed: 2 })),
    leaky({ beta: 0.9, inhibition: true }),
  );

const deviceOf = (step: Step) => step.output.device as Device;
const input = (steps: number) => rate(new Array(20).fill(0.5), { steps, seed: 3 });

describe.each(running)('device %s', (name) => {
  it('compiles each kernel once, launches it once a step, and frees all on complete', async () => {
    let device: Device | undefined;
    let during = { kernels: 0 };
    const steps = await lastValueFrom(input(10).pipe(block(1), to(name), network, toArray()));
    input(10)
      .pipe(block(1), to(name), network)
      .subscribe((step) => {
        device = deviceOf(step);
        during = { ...device.counts };
      });
    expect(steps).toHaveLength(10);
    // two linear, one leaky, and three kernels for a leaky that inhibits; on graphics devices one more for each shape of what is
    // brought there, of weights and of states
    expect(during.kernels).toBe(name.includes('gl') ? 10 : 6);
    // there two weights are uploaded, the first state of a leaky, and that of the two passes of one that inhibits
    const uploads = name.includes('gl') ? 5 : 0;
    expect(device?.counts).toMatchObject({ kernels: 0, resources: 0, launches: 60 + uploads });
  });

  it('frees all on unsubscribe, on take and on an error', () => {
    const seen: Device[] = [];
    const source = new Subject<Step>();
    const steps: Step[] = [];
    input(3).subscribe((step) => steps.push(step));
    const subscription = source.pipe(to(name), network).subscribe((step) => seen.push(deviceOf(step)));
    source.next(steps[0]!);
    subscription.unsubscribe();
    input(100)
      .pipe(to(name), network, take(2))
      .subscribe((step) => seen.push(deviceOf(step)));
    const failing = new Subject<Step>();
    failing
      .pipe(to(name), network)
      .subscribe({ next: (step) => seen.push(deviceOf(step)), error: () => undefined });
    failing.next(steps[0]!);
    failing.error(new Error('sensor gone'));
    expect(seen).toHaveLength(4);
    for (const { counts } of seen) expect(counts).toMatchObject({ kernels: 0, resources: 0 });
  });

  it('opens one device for a stream', () => {
    const used = new Set<Device>();
    input(3)
      .pipe(to(name), network)
      .subscribe((step) => {
        for (const { device } of Object.values(step.signals)) used.add(device as Device);
      });
    expect(used.size).toBe(1);
  });

  it('stays that of a stream behind an operator that encodes', async () => {
    const named = (operator: StepOperator) =>
      lastValueFrom(input(2).pipe(to(name), operator, leaky({ beta: 0.5 })));
    expect(deviceOf(await named(delta({ threshold: 0.1 }) as StepOperator)).name).toBe(name);
    expect(deviceOf(await named(rateConv() as StepOperator)).name).toBe(name);
  });

  it('is opened anew for a layer whose steps come when their source has ended', async () => {
    const first = linear(Linear.init(20, 30, { seed: 1 }));
    const held = input(30).pipe(to(name), first, delay(5), leaky({ beta: 0.9 }), record());
    const { spk, mem } = await lastValueFrom(input(30).pipe(to(name), first, leaky({ beta: 0.9 }), record()));
    expect(await lastValueFrom(held)).toMatchObject({ spk, mem });
    let device: Device | undefined;
    await lastValueFrom(
      input(3).pipe(
        to(name),
        first,
        delay(5),
        leaky({ beta: 0.9 }),
        tap((step) => (device = deviceOf(step))),
      ),
    );
    expect(device!.name).toBe(name);
    expect(device!.counts).toMatchObject({ kernels: 0, resources: 0 });
  });

  it('refuses work when it is closed', () => {
    const device = openDevice(name);
    device.close();
    device.close();
    expect(() => device.winner([1, 2])).toThrow(`device '${name}': is closed`);
  });

  it('finds the first largest value of each sample', () => {
    const device = openDevice(name);
    const winner = device.winner([2, 3]);
    const [win] = winner.run([new HostTensor([2, 3], Float32Array.of(1, 5, 5, -1, -3, -2))]);
    expect([...win!.data]).toEqual([0, 1, 0, 1, 0, 0]);
    winner.free();
    device.close();
  });
});

describe('the default device', () => {
  it('is one that works, and layers say which they run on', async () => {
    const step = await lastValueFrom(of([1, 0]).pipe(leaky({ beta: 0.5 })));
    const [chosen] = devices().filter((device) => device.default);
    expect(chosen?.available).toBe(true);
    expect(step.spk?.device?.name).toBe(chosen?.name);
  });

  it('is events where no graphics card answers', () => {
    const cards = devices().filter(
      ({ name, available, note }) => name.includes('gl') && available && note === '',
    );
    expect(devices().find((device) => device.default)?.name).toBe(cards[0]?.name ?? 'events');
  });
});

describe('explain', () => {
  it('names the default, and every other device with its reason', () => {
    const [first, ...others] = explain().split('\n');
    expect(first).toContain(`Layers run on ${devices().find((device) => device.default)?.name}, `);
    expect(others).toHaveLength(devices().length - 1);
    for (const line of others) expect(line).toMatch(/^ {2}\w+ {2,}\w+/);
  });
});

describe('to', () => {
  it('names the devices that there are', () => {
    expect(() => to('gpu' as never)).toThrow(
      "to: device must be one of 'host', 'events', 'headlessgl', 'webgl2', 'webgl', 'webgpu', 'webasm', 'cpu', got 'gpu'",
    );
  });

  it('says what a device is missing', async () => {
    const missing = devices().find(({ available }) => !available)!;
    const steps$ = input(2).pipe(to(missing.name), network);
    await expect(lastValueFrom(steps$)).rejects.toThrow(`device '${missing.name}': ${missing.note}`);
  });

  it('moves a stream in its middle: the spikes stay the same', async () => {
    const first = (source: Observable<Step>) =>
      source.pipe(linear(Linear.init(20, 30, { seed: 1 })), leaky({ beta: 0.9 }));
    const second = (source: Observable<Step>) =>
      source.pipe(linear(Linear.init(30, 5, { seed: 2 })), leaky({ beta: 0.9 }));
    const there = await lastValueFrom(input(20).pipe(to('cpu'), first, to('webasm'), second, record()));
    const back = await lastValueFrom(input(20).pipe(to('webasm'), first, to('host'), second, record()));
    const stay = await lastValueFrom(input(20).pipe(to('cpu'), first, second, record()));
    expect(there).toEqual(stay);
    expect(back).toEqual(stay);
  });
});

describe('flat', () => {
  it('joins rows whether or not they lie in one buffer', () => {
    const buffer = Float32Array.of(1, 2, 3, 4, 5, 6);
    const rows = [[buffer.subarray(0, 3), buffer.subarray(3, 6)]];
    expect(flat(rows).buffer).toBe(buffer.buffer);
    expect([...flat([[buffer.subarray(3, 6)], [buffer.subarray(0, 3)]])]).toEqual([4, 5, 6, 1, 2, 3]);
    expect([
      ...flat([
        [1, 2],
        [3, 4],
      ]),
    ]).toEqual([1, 2, 3, 4]);
  });
});
