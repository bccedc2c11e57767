import type { GpuMode } from '../platform/platform.js';
import type { DeviceEntry } from './entry.js';
import { events } from './events/entry.js';
import { gpuDevices } from './gpu/entries.js';

export type DeviceName = 'events' | GpuMode;

/** All devices, in the order in which they are listed. A further engine adds its entry here, and nothing elsewhere. */
export const DEVICES: Readonly<Record<DeviceName, DeviceEntry>> = { events, ...gpuDevices };

/** The names that `to` takes. */
export const DEVICE_NAMES = Object.keys(DEVICES) as readonly DeviceName[];
