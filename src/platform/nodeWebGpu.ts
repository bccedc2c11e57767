import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Gpu = typeof globalThis & { navigator?: { gpu?: unknown } };

/** The first version of the package that loads on the systems it says it does. */
const OLDEST = [0, 6] as const;

/** What keeps WebGPU from this process: the npm package `webgpu`, Dawn for Node, brings it. It is not loaded here. */
export function missingWebGpu(): string | undefined {
  if ((globalThis as Gpu).navigator?.gpu) return undefined;
  const version = installed();
  if (version === undefined) return 'needs the npm package webgpu (npm install webgpu@0.6)';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || minor >= OLDEST[1]) return undefined;
  return `needs the npm package webgpu 0.6 or later, found ${version} (npm install webgpu@0.6)`;
}

/** Makes `navigator.gpu`, which is where gpu.js looks, and the constants of WebGPU. */
export function provideWebGpu(): void {
  const scope = globalThis as Gpu;
  if (scope.navigator?.gpu) return;
  const { create, globals } = loadDawn();
  Object.assign(scope, globals);
  if (!scope.navigator) Object.defineProperty(scope, 'navigator', { value: {}, configurable: true });
  Object.defineProperty(scope.navigator, 'gpu', { value: create([]), configurable: true });
}

interface Dawn {
  readonly globals: object;
  create(options: readonly string[]): unknown;
}

function loadDawn(): Dawn {
  try {
    return require('webgpu');
  } catch (cause) {
    throw new Error(`device 'webgpu': the npm package webgpu does not load: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function installed(): string | undefined {
  try {
    return require('webgpu/package.json').version;
  } catch {
    return undefined;
  }
}
