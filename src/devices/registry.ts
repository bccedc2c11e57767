import { oneOf } from '../check.js';
import type { Device } from './device.js';
import { DEVICE_NAMES, DEVICES, type DeviceName } from './table.js';

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
const PREFERENCE = DEVICE_NAMES.filter((name) => !DEVICES[name].unasked).sort(
  (a, b) => Number(DEVICES[b].onCard) - Number(DEVICES[a].onCard),
);

/** What has to be waited for before a device is opened: a page fetches gpu.js when one of its modes is first chosen. */
export function prepareDevice(name: DeviceName): Promise<void> | undefined {
  const { lacks, prepare } = DEVICES[name];
  return lacks() ? undefined : prepare?.();
}

/**
 * Opens a device by name.
 *
 * Throws a `TypeError` for an unknown name, an `Error` that says what is missing where it cannot run.
 */
export function openDevice(name: DeviceName): Device {
  const { lacks, open } = DEVICES[oneOf('device: name', DEVICE_NAMES, name)];
  const reason = lacks();
  if (reason) throw new Error(`device '${name}': ${reason}`);
  return open();
}

/**
 * Opens the device that layers use when nobody chose one: the first of webgl2, webgl that works on a graphics card, else
 * events, else webasm, else cpu. WebGPU is asynchronous, and headless GL does not tell a graphics card from software:
 * neither is chosen unasked. A page has gpu.js only once one of its modes was chosen.
 */
export function openDefaultDevice(): Device {
  const name = defaultName();
  if (name) return DEVICES[name].open();
  throw new Error(`device: none of ${PREFERENCE.join(', ')} works here unasked, explain() says why`);
}

function defaultName(): DeviceName | undefined {
  return PREFERENCE.find((candidate) => {
    const { lacks, flaw } = DEVICES[candidate];
    return !lacks() && !flaw?.();
  });
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
    const { lacks, unasked, flaw } = DEVICES[name];
    const reason = lacks();
    return { name, available: !reason, default: name === chosen, note: reason ?? unasked ?? flaw?.() ?? '' };
  });
}
