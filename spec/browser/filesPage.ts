import { lastValueFrom, map, reduce, toArray } from 'rxjs';
import { addressEvents, eventsCsv, leaky, probe, rate, record, recordTo, replay } from 'rxsnn';

/** What a page does for the spec of files in the browser. */

/** Events of a file that a user has chosen, read piece by piece: how many, and the sum of their places. */
export async function countEvents(base64: string, name: string): Promise<{ count: number; sum: number }> {
  const file = new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name);
  const all = reduce(
    ({ count, sum }, { t, x, y }: { t: Float64Array; x: Uint16Array; y: Uint16Array }) => ({
      count: count + t.length,
      sum: sum + x.reduce((a, b) => a + b, 0) + y.reduce((a, b) => a + b, 0),
    }),
    { count: 0, sum: 0 },
  );
  return lastValueFrom(addressEvents(file).pipe(all));
}

const steps$ = rate([0.2, 0.5, 0.9], { steps: 500, seed: 1 }).pipe(probe('input'), leaky({ beta: 0.9 }));

/** Records to the origin's private folder and replays it; says whether all is the same. */
export async function recordAndReplay(): Promise<{ path: string; same: boolean; csv: string }> {
  const folder = await navigator.storage.getDirectory();
  const handle = (name: string) => folder.getFileHandle(name, { create: true });
  const path = await lastValueFrom(steps$.pipe(recordTo(await handle('run.rec'), { blockSteps: 64 })));
  const again = await lastValueFrom(replay(await (await handle('run.rec')).getFile()).pipe(record()));
  const rec = await lastValueFrom(steps$.pipe(record()));
  await lastValueFrom(replay(rec).pipe(eventsCsv(await handle('run.csv'), 'input')));
  const csv = await (await (await handle('run.csv')).getFile()).text();
  return { path, same: JSON.stringify(again) === JSON.stringify(rec), csv: csv.slice(0, 50) };
}

/** What a page is told that gives a path to write to. */
export async function recordToPath(): Promise<string> {
  return lastValueFrom(steps$.pipe(recordTo('run.rec'))).catch((error: Error) => error.message);
}

/** A file of the server, by its URL. */
export async function readUrl(url: string): Promise<string> {
  const first = addressEvents(url).pipe(
    map(({ t }) => t.length),
    toArray(),
  );
  return lastValueFrom(first).then(String, (error: Error) => error.message);
}
