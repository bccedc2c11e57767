/** Seeded uniform numbers in [0, 1), mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A layer whose neurons spike at random, each at its own rate: `rate` of a uniform number. */
export function randomLayer(neurons: number, steps: number, rate: (u: number) => number, seed = 1) {
  const random = uniform(seed);
  const rates = Array.from({ length: neurons }, () => rate(random()));
  const t: number[] = [];
  const id: number[] = [];
  for (let step = 0; step < steps; step++) {
    for (let n = 0; n < neurons; n++) {
      if (random() >= rates[n]!) continue;
      t.push(step);
      id.push(n);
    }
  }
  return { neurons, t, id };
}

/** A leaky integrate-and-fire neuron under a noisy constant current. */
export function noisyNeuron(steps: number, current: number, seed: number) {
  const random = uniform(seed);
  const mem: number[] = [];
  const spk: number[] = [];
  for (let step = 0; step < steps; step++) {
    const last = mem.at(-1) ?? 0;
    mem.push(0.95 * last + current + 0.3 * (random() - 0.5) - (last > 1 ? 1 : 0));
    spk.push(mem.at(-1)! > 1 ? 1 : 0);
  }
  return { mem, spk };
}

/** Dense spikes of shape [steps, neurons] as a layer of a raster. */
export function layerOf({ shape, data }: { shape: number[]; data: Float32Array }) {
  const neurons = shape[1]!;
  const t: number[] = [];
  const id: number[] = [];
  data.forEach((spike, i) => {
    if (!spike) return;
    t.push(Math.floor(i / neurons));
    id.push(i % neurons);
  });
  return { neurons, t, id };
}

/** The series of each neuron of an array of shape [steps, neurons]. */
export function seriesOf({ shape, data }: { shape: number[]; data: Float32Array }): Float32Array[] {
  const [steps, neurons] = shape as [number, number];
  return Array.from({ length: neurons }, (_, n) =>
    Float32Array.from({ length: steps }, (_, step) => data[step * neurons + n]!),
  );
}
