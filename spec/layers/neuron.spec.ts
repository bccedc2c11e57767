import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, map, toArray } from 'rxjs';
import { current, neuron, rand, record, scale, to } from 'rxsnn';
import { izhikevichModel } from '../helpers/models.js';
import { exact } from '../helpers/modes.js';
import { keepsTheStreamContract } from '../helpers/operator.js';

const izhikevich = () => neuron({ ...izhikevichModel, state: { v: -65, u: -13 } });

describe('neuron', () => {
  keepsTheStreamContract(() => izhikevich());

  it('runs a step function in float32 with all the signals that it returns', async () => {
    const input = Array.from({ length: 300 }, (_, t) => (t < 20 ? 0 : 10));
    const wanted = byHand(input);
    for (const device of exact) {
      const rec = await lastValueFrom(current(input).pipe(to(device), izhikevich(), record()));
      expect(rec.v!.data).toEqual(wanted.v);
      expect(rec.spk.data).toEqual(wanted.spk);
      expect(rec.spk.data.reduce((a, b) => a + b)).toBeGreaterThan(2);
    }
  });

  it('reads arrow functions, renamed values, constants and one parameter a neuron', async () => {
    const scaled = neuron({
      name: 'scaled',
      state: { sum: 0 },
      params: { gain: [1, 2, 3] },
      step: ({ cur: x, sum: before, gain }) => ({ spk: before > 3 ? 1 : 0, sum: before + gain * x }),
    });
    const rec = await lastValueFrom(
      current([
        [1, 1, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]).pipe(scaled, record()),
    );
    expect([...rec.sum!.data]).toEqual([1, 2, 3, 2, 4, 6, 3, 6, 9]);
    expect([...rec.spk.data]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
  });

  it('may use Math, rounded to float32 as the rest', async () => {
    const decay = neuron({
      name: 'decay',
      state: { mem: 1 },
      params: { tau: 5 },
      step: ({ cur, mem, tau }) => ({ mem: mem * Math.exp(-1 / tau) + cur }),
    });
    for (const device of exact) {
      const rec = await lastValueFrom(current([0, 0]).pipe(to(device), decay, record()));
      const factor = Math.exp(-0.2);
      expect(rec.mem.data[0]).toBeCloseTo(factor, 6);
      expect(rec.mem.data[1]).toBeCloseTo(factor ** 2, 6);
    }
  });

  it('feeds the next layer with its spikes', async () => {
    const fire = neuron({ name: 'fire', state: {}, step: ({ cur }) => ({ spk: cur > 0 ? 1 : 0 }) });
    const outputs = await lastValueFrom(
      current([1, -1]).pipe(
        fire,
        map((step) => step.output.data[0]),
        toArray(),
      ),
    );
    expect(outputs).toEqual([1, 0]);
  });

  it('feeds the next layer with what it returns first where it has no spikes, or with its currents', async () => {
    const trace = neuron({ name: 'trace', state: { sum: 0 }, step: ({ cur, sum }) => ({ sum: sum + cur }) });
    const half = neuron({
      name: 'half',
      state: { sum: 0 },
      step: ({ cur, sum }) => ({ sum: sum + cur, cur: 0.5 * cur }),
    });
    const handedOn = async (layer: typeof trace) => {
      const { cur } = await lastValueFrom(current([1, 2, 4]).pipe(layer, scale(10), record()));
      return [...cur.data];
    };
    expect(await handedOn(trace)).toEqual([10, 30, 70]);
    expect(await handedOn(half)).toEqual([5, 10, 20]);
    const step = await lastValueFrom(current([1]).pipe(trace));
    expect(Object.keys(step.signals)).toEqual(['sum']);
  });

  it('reads a step that a minifier went over', async () => {
    const plain = neuron({
      name: 'plain',
      state: { mem: 0 },
      params: { th: 0.5 },
      step({ cur, mem, th }) {
        const u = mem + cur - (mem > th ? 1 : 0);
        return { spk: u > th ? 1 : 0, mem: u - (u !== 0.25 ? 1 : 0) * 0.125 };
      },
    });
    // biome-ignore format: as it comes out of a minifier
    const step = new Function('return ({cur:e,mem:t,th:n})=>{let r=t+e-+(t>n);return{spk:+(r>n),mem:r-+(r!==.25)*.125}}')();
    const minified = neuron({ name: 'minified', state: { mem: 0 }, params: { th: 0.5 }, step });
    const input = rand([20, 3], { seed: 2 });
    for (const device of exact) {
      const run = (layer: typeof plain) => lastValueFrom(current(input).pipe(to(device), layer, record()));
      const [a, b] = [await run(plain), await run(minified)];
      expect([...b.spk.data]).toEqual([...a.spk.data]);
      expect([...b.mem.data]).toEqual([...a.mem.data]);
    }
  });

  it('names what does not fit in a model', () => {
    const make = (step: unknown, state = { mem: 0 }) => neuron({ name: 'odd', state, step: step as never });
    expect(() => make(({ bta, mem }: never) => ({ mem: bta * mem }))).toThrow(
      "odd: step reads 'bta', which is none of cur, mem",
    );
    expect(() => make(({ cur }: { cur: number }) => ({ spk: cur }))).toThrow(
      "odd: step must return 'mem', it returns spk",
    );
    expect(() => make((cur: number, mem: number) => ({ mem: cur + mem }))).toThrow(
      'odd: step takes one object',
    );
    expect(() => make(({ cur = 1 }) => ({ mem: cur }))).toThrow(
      'odd: step must name each value that it reads',
    );
    expect(() => make(({ cur }: { cur: number }) => cur)).toThrow(
      'odd: step must return an object of its signals',
    );
    expect(() => make(Math.max)).toThrow('odd: cannot read the source of step');
    // @ts-expect-error a value that is neither cur, a state nor a parameter
    expect(() => neuron({ name: 'odd', state: { mem: 0 }, step: ({ syn }) => ({ mem: syn }) })).toThrow(
      TypeError,
    );
  });
});

function byHand(input: readonly number[]): { v: Float32Array; spk: Float32Array } {
  const f = Math.fround;
  const [a, b] = [f(0.02), f(0.2)];
  let [v, u] = [-65, -13];
  const out = { v: new Float32Array(input.length), spk: new Float32Array(input.length) };
  input.forEach((cur, t) => {
    const square = f(f(f(0.04) * v) * v);
    let next = f(f(f(f(f(v + square) + f(5 * v)) + 140) - u) + cur);
    let recovery = f(u + f(a * f(f(b * v) - u)));
    if (next > 30) {
      out.spk[t] = 1;
      next = -65;
      recovery = f(recovery + 8);
    }
    [v, u] = [next, recovery];
    out.v[t] = v;
  });
  return out;
}
