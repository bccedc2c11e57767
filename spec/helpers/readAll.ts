import { lastValueFrom, toArray } from 'rxjs';
import { addressEvents, type EventReadOptions, type PathOrBytes } from 'rxsnn';
import type { Event } from './eventFiles.js';

/** All events of a file, one by one. */
export async function readAll(file: PathOrBytes, options?: EventReadOptions): Promise<Event[]> {
  const chunks = await lastValueFrom(addressEvents(file, options).pipe(toArray()));
  return chunks.flatMap(({ t, x, y, p }) =>
    Array.from(t, (time, i) => ({ t: time, x: x[i]!, y: y[i]!, p: p[i] as 0 | 1 })),
  );
}

/** The events before the error that a file gives, and its message. */
export function readBroken(file: PathOrBytes, options?: EventReadOptions) {
  return new Promise<{ events: number; message: string | undefined }>((resolve) => {
    let events = 0;
    addressEvents(file, options).subscribe({
      next: ({ t }) => {
        events += t.length;
      },
      error: (error: Error) => resolve({ events, message: error.message }),
      complete: () => resolve({ events, message: undefined }),
    });
  });
}
