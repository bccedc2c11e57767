/** Izhikevich's simple model (doi:10.1109/TNN.2003.820440), two states and an if. */
export const izhikevichModel = {
  name: 'izhikevich',
  params: { a: 0.02, b: 0.2, c: -65, d: 8 },
  step({ cur, v, u, a, b, c, d }: Record<'cur' | 'v' | 'u' | 'a' | 'b' | 'c' | 'd', number>) {
    let next = v + 0.04 * v * v + 5 * v + 140 - u + cur;
    let recovery = u + a * (b * v - u);
    let spk = 0;
    if (next > 30) {
      spk = 1;
      next = c;
      recovery += d;
    }
    return { spk, v: next, u: recovery };
  },
};
