import { fetchGpu, hasGpu } from '#platform';
import { oneOf } from '../check.js';
import type { Device } from './device.js';
import { EventsDevice, missingForEvents } from './events/device.js';
import { GpuDevice } from './gpu/device.js';
import { GPU_MODES, isSoftware, missing } from './gpu/modes.js';

/** The names that `to` takes. A further engine adds its name here, and to `open` and `lacks` below. */
export const DEVICE_NAMES = ['events', ...GPU_MODES] as const;
export type DeviceName = (typeof DEVICE_NAMES)[number];

/** A device, and whether layers can run on it here. */
export interface DeviceReport {
  readonly name: DeviceName;
  readonly available: boolean;
  /** Whether layers run on it when nobody chose a device. */
  readonly default: boolean;
  /** What is missing, or what speaks against it as the default. */
  readonly note: string;
}

/** The default is the first of these that works: a graphics card if there is one, else the event-driven engine. */
const PREFERENCE: readonly DeviceName[] = ['webgl2', 'webgl', 'events', 'webasm', 'cpu'];

/** What speaks against taking a device unasked, however well it works. */
const UNASKED: Readonly<Partial<Record<DeviceName, string>>> = {
  webgpu: 'asynchronous, so never the default',
  headlessgl: 'cannot tell a graphics card from software, so never the default',
};

/** What has to be waited for before a device is opened: a page fetches gpu.js when one of its modes is first chosen. */
export function prepareDevice(name: DeviceName): Promise<void> | undefined {
  return name === 'events' || lacks(name) ? undefined : fetchGpu();
}

/**
 * Opens a device by name.
 *
 * Throws a `TypeError` for an unknown name, an `Error` that says what is missing where it cannot run.
 */
export function openDevice(name: DeviceName): Device {
  const reason = lacks(oneOf('device: name', DEVICE_NAMES, name));
  if (reason) throw new Error(`device '${name}': ${reason}`);
  return open(name);
}

/**
 * Opens the device that layers use when nobody chose one: the first of webgl2, webgl that works on a graphics card, else
 * events, else webasm, else cpu. WebGPU is asynchronous, and headless GL does not tell a graphics card from software:
 * neither is chosen unasked. A page has gpu.js only once one of its modes was chosen.
 */
export function openDefaultDevice(): Device {
  return open(defaultName());
}

function open(name: DeviceName): Device {
  return name === 'events' ? new EventsDevice() : new GpuDevice(name);
}

/** What keeps a device from running here, if anything is known to. */
function lacks(name: DeviceName): string | undefined {
  return name === 'events' ? missingForEvents() : missing(name);
}

function defaultName(): DeviceName {
  const name = PREFERENCE.find((candidate) => !lacks(candidate) && !flaw(candidate));
  if (name) return name;
  throw new Error(`device: none of ${PREFERENCE.join(', ')} works here`);
}

/**
 * Every device, with what keeps it from running here or from being the default.
 *
 * @example
 * devices().filter((device) => device.available).map((device) => device.name); // ['events', 'webasm', 'cpu'] in plain Node
 */
export function devices(): DeviceReport[] {
  const chosen = defaultName();
  return DEVICE_NAMES.map((name) => {
    const reason = lacks(name);
    const note = reason ?? UNASKED[name] ?? flaw(name);
    return { name, available: !reason, default: name === chosen, note: note ?? '' };
  });
}

/** What a mode can do does not change while the program runs, and a graphics context is expensive: each is tried once. */
const flaws = new Map<DeviceName, string | undefined>([
  ['webasm', undefined],
  ['cpu', undefined],
]);

/** What is wrong with a graphics mode that is there: a small kernel is run on it. */
function flaw(name: DeviceName): string | undefined {
  if (name === 'events' || flaws.has(name)) return flaws.get(name);
  if (!hasGpu()) return 'loads gpu.js when it is chosen, so never the default before';
  const device = new GpuDevice(name);
  const found = tryOut(device);
  device.close();
  flaws.set(name, found);
  return found;
}

function tryOut(device: GpuDevice): string | undefined {
  try {
    const [x, tiny] = [new Float32Array([1 / 3, -7.25]), 1e-7];
    const uploaded = device.upload(x, [2, 1, 1]);
    const back = uploaded.memory.read(0, x.length) as Float32Array;
    uploaded.free();
    if (!x.every((value, i) => Math.abs(value - back[i]!) < tiny)) return 'does not compute in float32';
    return isSoftware(device.context) ? 'is computed by the processor' : undefined;
  } catch (error) {
    return `fails: ${(error as Error).message}`;
  }
}
