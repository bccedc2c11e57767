import type { Device } from './device.js';

/** A device as the list of all of them has it. */
export interface DeviceEntry {
  /** What keeps it from running here, or `undefined` when nothing is known to. */
  lacks(): string | undefined;
  /** What has to be waited for before it is opened, if anything. */
  prepare?(): Promise<void> | undefined;
  open(): Device;
  /** Whether it computes on a graphics card: unasked, those come before the others. */
  readonly onCard: boolean;
  /** Why it is where it is in the order, when it works. */
  readonly merit?: string;
  /** What speaks against taking it unasked, however well it works. */
  readonly unasked?: string;
  /** What speaks against taking it unasked as it works here, if anything. */
  flaw?(): string | undefined;
}
