import { describe, expect, it } from '@jest/globals';
import {
  concat,
  concatMap,
  concatWith,
  delay,
  EMPTY,
  from,
  lastValueFrom,
  NEVER,
  of,
  take,
  tap,
  throwError,
} from 'rxjs';
import {
  alpha,
  current,
  Linear,
  leaky,
  linear,
  neuron,
  probe,
  rand,
  rate,
  record,
  Step,
  spikes,
  type Tensor,
} from 'rxsnn';

const network = spikes([
  [1, 0],
  [1, 1],
  [0, 0],
]).pipe(
  probe('input'),
  linear(
    new Linear([
      [0.6, 0.6],
      [2, 0],
      [0, 0.5],
    ]),
  ),
  leaky({ beta: 0.5 }),
  probe('hidden'),
  linear(new Linear([[1, 1, 1]])),
  leaky({ beta: 0.5 }),
);

describe('record', () => {
  it('keeps every probed layer by name and the last layer beside them', async () => {
    const rec = await lastValueFrom(network.pipe(record()));
    expect(Object.keys(rec).sort()).toEqual(['hidden', 'input', 'mem', 'spk']);
    expect(rec.input!.spk).toEqual({ shape: [3, 1, 2], data: Float32Array.of(1, 0, 1, 1, 0, 0) });
    expect(rec.hidden!.spk).toEqual({ shape: [3, 1, 3], data: Float32Array.of(0, 1, 0, 1, 1, 0, 0, 0, 0) });
    expect(rec.spk.shape).toEqual([3, 1, 1]);
  });

  it('gives the last layer by its own name too, where it was probed', async () => {
    const rec = await lastValueFrom(network.pipe(probe('output'), record(['output'])));
    expect(rec.output.mem).toBe(rec.mem);
    expect(Object.keys(rec).sort()).toEqual(['mem', 'output', 'spk']);
  });

  it('keeps the layers and signals that are asked for', async () => {
    const rec = await lastValueFrom(network.pipe(record('hidden', { signals: ['cur'] })));
    expect(Object.keys(rec)).toEqual(['hidden']);
    expect(Object.keys(rec.hidden)).toEqual(['cur']);
    const all = await lastValueFrom(network.pipe(record({ signals: ['cur', 'spk'] })).pipe());
    expect(Object.keys(all).filter((name) => name === 'cur' || name === 'mem')).toEqual(['cur']);
  });

  it('keeps currents of a layer without spikes, and signals of any name', async () => {
    expect((await lastValueFrom(current([1, 2]).pipe(record()))).cur.data).toEqual(Float32Array.of(1, 2));
    const decay = neuron({ name: 'decay', state: { v: 1 }, step: ({ cur, v }) => ({ v: v / 2 + cur }) });
    expect((await lastValueFrom(current([0, 0]).pipe(decay, record()))).v!.data).toEqual(
      Float32Array.of(0.5, 0.25),
    );
  });

  it('takes streams of unknown length, of plain numbers, and cut short', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => [i]);
    expect((await lastValueFrom(of(...many).pipe(leaky({ beta: 0 }), record()))).spk.shape).toEqual([
      1000, 1, 1,
    ]);
    expect((await lastValueFrom(network.pipe(take(2), record()))).spk.shape).toEqual([2, 1, 1]);
    const endless = rate(rand([784], { seed: 1 }), { steps: 1e7 });
    expect((await lastValueFrom(endless.pipe(take(3), record()))).spk.shape).toEqual([3, 1, 784]);
  });

  it('reads a block at once, or as many steps of it as are in place together', async () => {
    const log: string[] = [];
    const steps = Array.from({ length: 5 }, (_, t) => {
      const signal = (together: number) => ({ ...numberOf(t, () => log.push(`read ${t}`)), together });
      return new Step(t, { spk: signal(9), mem: signal(2) }, {}, 5, undefined, 4);
    });
    const source = from(steps).pipe(tap(({ t }) => log.push(`step ${t}`)));
    const { spk } = await lastValueFrom(source.pipe(record({ signals: ['spk'] })));
    expect([...spk.data]).toEqual([0, 1, 2, 3, 4]);
    expect(log.join()).toBe('step 0,step 1,step 2,step 3,read 0,read 1,read 2,read 3,step 4,read 4');
    log.length = 0;
    await lastValueFrom(source.pipe(record({ signals: ['mem'] })));
    expect(log.join()).toBe('step 0,step 1,read 0,read 1,step 2,step 3,read 2,read 3,step 4,read 4');
  });

  it('waits for what takes time to read, and says what went wrong with it', async () => {
    const late = (value: number, ms: number): Tensor => ({
      ...numberOf(value, () => undefined),
      read: (into) =>
        new Promise((resolve, reject) => {
          setTimeout(() => {
            if (value < 0) return reject(new Error('device lost'));
            const data = into ?? new Float32Array(1);
            data[0] = value;
            resolve(data);
          }, ms);
        }),
    });
    const stepsOf = (...tensors: Tensor[]) => from(tensors.map((mem, t) => new Step(t, { mem })));
    const { mem } = await lastValueFrom(stepsOf(late(1, 20), late(2, 1), late(3, 10)).pipe(record()));
    expect([...mem.data]).toEqual([1, 2, 3]);
    const many = Array.from({ length: 300 }, (_, t) => late(t, 1));
    const steps$ = stepsOf(...many).pipe(
      concatMap((step, t) => (t % 60 ? of(step) : of(step).pipe(delay(1)))),
    );
    expect([...(await lastValueFrom(steps$.pipe(record()))).mem.data]).toEqual(many.map((_, t) => t));
    const atTheEnd = stepsOf(late(1, 1), late(-1, 5));
    await expect(lastValueFrom(atTheEnd.pipe(record()))).rejects.toThrow('device lost');
    const onTheWay = stepsOf(late(-1, 1), late(1, 1)).pipe(
      concatMap((step) => of(step).pipe(delay(10))),
      concatWith(NEVER),
    );
    await expect(lastValueFrom(onTheWay.pipe(record()))).rejects.toThrow('device lost');
  });

  it('lets go of what it retained, whatever happens to the stream', async () => {
    let retained = 0;
    const held = (t: number): Tensor => ({
      ...numberOf(t, () => {
        if (t === 2) throw new Error('closed');
      }),
      retain: () => {
        retained += 1;
        return () => {
          retained -= 1;
        };
      },
    });
    const stepsOf = (count: number, block: number) =>
      from(
        Array.from({ length: count }, (_, t) => new Step(t, { mem: held(t) }, {}, count, undefined, block)),
      );
    await lastValueFrom(stepsOf(2, 4).pipe(record()));
    expect(retained).toBe(0);
    await expect(lastValueFrom(stepsOf(4, 4).pipe(record()))).rejects.toThrow('closed');
    expect(retained).toBe(0);
    const failing = concat(
      stepsOf(2, 4),
      throwError(() => new Error('upstream')),
    );
    await expect(lastValueFrom(failing.pipe(record()))).rejects.toThrow('upstream');
    expect(retained).toBe(0);
    concat(stepsOf(2, 4), NEVER).pipe(record()).subscribe().unsubscribe();
    expect(retained).toBe(0);
  });

  it('says what is wrong with a request or a stream', async () => {
    await expect(lastValueFrom(network.pipe(record('hiden')))).rejects.toThrow(
      "record: no layer 'hiden', there are 'input', 'hidden'",
    );
    await expect(lastValueFrom(network.pipe(record('input', { signals: ['mem'] })))).rejects.toThrow(
      "record: layer 'input' has no mem, it has spk",
    );
    await expect(lastValueFrom(EMPTY.pipe(record()))).rejects.toThrow(
      'record: the stream ended without a step',
    );
    const changing = of([1], [1, 2]).pipe(probe('x'));
    await expect(lastValueFrom(changing.pipe(record()))).rejects.toThrow(
      'record: step 1 has shape [1, 2], the stream began with [1, 1]',
    );
    expect(() => record([])).toThrow('record: layers must be names of probes, got []');
  });

  it('refuses a layer that has the name of a signal beside it, and keeps either alone', async () => {
    const neurons = alpha({ alpha: 0.9, beta: 0.8 });
    const before$ = current([1, 0]).pipe(leaky({ beta: 0.9 }), probe('synExc'), neurons);
    const message = "record: 'synExc' names a layer and a signal of the last one";
    await expect(lastValueFrom(before$.pipe(record()))).rejects.toThrow(message);
    const itself$ = current([1, 0]).pipe(neurons, probe('synExc'));
    await expect(lastValueFrom(itself$.pipe(record()))).rejects.toThrow(message);
    const layer = await lastValueFrom(before$.pipe(record('synExc')));
    expect(Object.keys(layer.synExc)).toEqual(['spk', 'mem']);
    const { synInh } = await lastValueFrom(before$.pipe(record({ signals: ['synInh'] })));
    expect(synInh!.shape).toEqual([2, 1, 1]);
  });
});

/** A tensor that tells when it is read. */
function numberOf(value: number, tell: () => void): Tensor {
  const data = Float32Array.of(value);
  const read = (into?: Float32Array) => {
    tell();
    into?.set(data);
    return into ?? data;
  };
  return { shape: [1, 1], data, device: undefined, read };
}

describe('probe', () => {
  it('adds a layer and leaves the signals', async () => {
    const step: Step<'in'> = await lastValueFrom(spikes([[1]]).pipe(probe('in')));
    expect(step.layers.in).toBe(step.signals);
  });

  it('takes any other word, and lists layers in the order in which steps pass them', async () => {
    const step = await lastValueFrom(
      spikes([[1]]).pipe(probe('second'), probe('toString'), probe('first'), probe('2nd')),
    );
    expect(step.layer('toString')).toBe(step.signals);
    expect(step.layer('valueOf')).toBeUndefined();
    expect(Object.keys(step.layers)).toEqual(['second', 'toString', 'first', '2nd']);
  });

  it('refuses names of signals and names that were used', async () => {
    expect(() => probe('spk')).toThrow("probe: name must be a word other than spk, mem, cur, syn, got 'spk'");
    // an object takes it for its prototype
    expect(() => probe('__proto__')).toThrow("got '__proto__'");
    expect(() => probe({} as never)).toThrow('spk, mem, cur, syn, got an object Object');
    await expect(lastValueFrom(spikes([[1]]).pipe(probe('a'), probe('a')))).rejects.toThrow(
      "probe: 'a' names a layer upstream already",
    );
  });
});
