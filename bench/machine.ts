import asc from 'assemblyscript/asc';

/** What this machine does at best in one thread, whatever the program. */
export interface Machine {
  /** Float32 additions a nanosecond, four at a time, of numbers that are in registers. */
  readonly additions: number;
  /**
   * Nanoseconds to read lines of a matrix, one after the other, from wherever a matrix of its size lies: a cache, or
   * memory. Of each 64 bytes, which come together, 16 are looked at. `lines` are their numbers, `bytes` is how long each
   * is, a multiple of 64.
   */
  reading(lines: Uint32Array, bytes: number): number;
}

/** Of WebAssembly's memory, in bytes. */
const PAGE = 65536;

const KERNELS = `
export function add(rounds: i32): f32 {
  const one = f32x4.splat(1);
  let a = one, b = one, c = one, d = one, e = one, f = one, g = one, h = one;
  for (let i = 0; i < rounds; i++) {
    a = f32x4.add(a, one); b = f32x4.add(b, one); c = f32x4.add(c, one); d = f32x4.add(d, one);
    e = f32x4.add(e, one); f = f32x4.add(f, one); g = f32x4.add(g, one); h = f32x4.add(h, one);
  }
  a = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(g, h)));
  return f32x4.extract_lane(a, 0);
}
export function read(list: usize, count: i32, matrix: usize, bytes: usize): i32 {
  let a = i32x4.splat(0), b = a, c = a, d = a;
  for (let end = list + ((<usize>count) << 2); list < end; list += 4) {
    let from = matrix + load<u32>(list) * bytes;
    const last = from + bytes;
    for (const most = last - 192; from < most; from += 256) {
      a = v128.or(a, v128.load(from)); b = v128.or(b, v128.load(from, 64));
      c = v128.or(c, v128.load(from, 128)); d = v128.or(d, v128.load(from, 192));
    }
    for (; from < last; from += 64) a = v128.or(a, v128.load(from));
  }
  return i32(v128.any_true(v128.or(v128.or(a, b), v128.or(c, d))));
}
`;

/** Measures the machine; the best of some tries, since everything else can only be slower. */
export async function measured(): Promise<Machine> {
  const module = await compiled();
  const size = 2 ** 28;
  const memory = new WebAssembly.Memory({ initial: size / PAGE, maximum: size / PAGE });
  new Uint8Array(memory.buffer).fill(1);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { add, read } = exports as unknown as Kernels;
  const rounds = 1e7;
  return {
    additions: (rounds * 8 * 4) / least(() => add(rounds)),
    reading(lines, bytes) {
      new Uint32Array(memory.buffer).set(lines, PAGE / 4);
      const matrix = Math.ceil((PAGE + lines.byteLength) / PAGE) * PAGE;
      return least(() => read(PAGE, lines.length, matrix, bytes));
    },
  };
}

interface Kernels {
  add(rounds: number): number;
  read(list: number, count: number, matrix: number, bytes: number): number;
}

async function compiled(): Promise<WebAssembly.Module> {
  let binary: Uint8Array | undefined;
  const options = [
    '--runtime',
    'stub',
    '--importMemory',
    '--maximumMemory',
    '65536',
    '--enable',
    'simd',
    '-O3',
  ];
  const { error } = await asc.main(['machine.ts', '--outFile', 'machine.wasm', ...options], {
    readFile: (name) => (name === 'machine.ts' ? KERNELS : null),
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error) throw error;
  return WebAssembly.compile(binary as Uint8Array<ArrayBuffer>);
}

const TRIES = 12;

/** Nanoseconds of the fastest try. */
function least(work: () => unknown): number {
  const tries = Array.from({ length: TRIES }, () => {
    const begun = performance.now();
    work();
    return (performance.now() - begun) * 1e6;
  });
  return Math.min(...tries);
}
