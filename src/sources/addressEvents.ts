import type { Observable } from 'rxjs';
import type { Flow } from '../flow.js';
import { checkFile, type PathOrBytes } from '../io/bytes/bytes.js';
import {
  type AddressEvents,
  checkEventOptions,
  EVENT_READ,
  type EventReadOptions,
  type Sensor,
} from '../io/eventFiles/events.js';
import { openEvents } from '../io/eventFiles/open.js';
import { optionsOf } from '../options.js';
import { pull } from './pull.js';

/** Some events of a file, in order, with what a consumer needs beside them. */
export interface EventChunk extends AddressEvents {
  /** The pixels of the camera. */
  readonly sensor: Sensor;
  /** Keeps the file from being read on while more than a few promises are pending. */
  readonly hold: Flow['hold'];
}

/**
 * Emits the address events of an event-camera file as they are, some thousand at a time: columns `t` (microseconds), `x`,
 * `y` and `p` (1 is ON). Formats: AEDAT 2, 3 and 4, Metavision's `.dat`, and N-MNIST's `.bin`.
 *
 * `file` is a path (in a browser a URL), a `File` or `Blob`, or bytes. It is read from front to back, 64 KiB (AEDAT 3
 * and 4: a packet) at a time, when the chunk before has passed the whole chain; it is opened at subscription, and
 * closed on complete, error and unsubscribe. Two subscribers read it twice.
 *
 * Throws for arguments out of range. A file that cannot be read or is damaged goes down the error channel, after the
 * events before that place: `addressEvents: x.dat: an event must have 8 bytes, got 5 at byte 8042`. Sizes that a file tells
 * are checked against limits before memory is taken.
 *
 * @example
 * addressEvents('hand.aedat4').subscribe(({ t, x, y, p }) => console.log(t.length, 'events from', t[0], 'us on'));
 */
export function addressEvents(file: PathOrBytes, options: EventReadOptions = {}): Observable<EventChunk> {
  checkFile('addressEvents', file);
  checkEventOptions('addressEvents', optionsOf('addressEvents', options, EVENT_READ));
  return pull(
    async () => {
      const reader = await openEvents('addressEvents', file, options);
      return { ...reader, close: () => reader.file.close() };
    },
    (events: AddressEvents, _, { hold }, { sensor }) => ({ ...events, sensor, hold }),
  );
}
