import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';

/** Bytes that a page takes. */
export interface Memory {
  /** What JavaScript holds in the page and its worker after a collection of garbage. */
  readonly heap: number;
  /** Resident memory of the page's process, its worker included; where the system tells. */
  readonly resident: number | undefined;
}

/** Growth that counts as noise: the process keeps freed memory for a while, and compiled code comes and goes. */
const NOISE = { heap: 1.5e6, resident: 48e6 };

export async function memoryMeter(page: Page): Promise<() => Promise<Memory>> {
  const session = await page.context().newCDPSession(page);
  const ask = await askWorkers(session);
  const id = await processOf(page);
  return async () => {
    await Promise.all([session.send('HeapProfiler.collectGarbage'), ask('HeapProfiler.collectGarbage')]);
    const usages = [await session.send('Runtime.getHeapUsage'), ...(await ask('Runtime.getHeapUsage'))];
    return { heap: usages.reduce((sum, { usedSize }) => sum + usedSize, 0), resident: residentOf(id) };
  };
}

/** Asks the workers of a page, which have heaps of their own, and are behind its session. */
async function askWorkers(
  session: CDPSession,
): Promise<(method: string) => Promise<readonly { readonly usedSize: number }[]>> {
  const workers = new Set<string>();
  const waiting = new Map<number, (result: never) => void>();
  let count = 0;
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.add(sessionId));
  session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    waiting.get(id)?.(result as never);
    waiting.delete(id);
  });
  const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };
  await session.send('Target.setAutoAttach', attach);
  const one = (sessionId: string, method: string) =>
    new Promise<{ readonly usedSize: number }>((resolve, reject) => {
      const id = ++count;
      waiting.set(id, resolve);
      const message = JSON.stringify({ id, method });
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
  return (method) => Promise.all([...workers].map((worker) => one(worker, method)));
}

/** The process of a page: of all that render, the one that works when it does. */
async function processOf(page: Page): Promise<number> {
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const times = async () => {
    const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
    return new Map(
      processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]),
    );
  };
  const before = await times();
  await page.evaluate(() => {
    for (const end = performance.now() + 500; performance.now() < end; );
  });
  const worked = [...(await times())].map(([id, time]) => [id, time - (before.get(id) ?? 0)] as const);
  return worked.reduce((a, b) => (a[1] > b[1] ? a : b))[0];
}

/** By how much memory grew: the median of the last third over the median of the first one. The very first is warming up. */
export function growth(samples: readonly Memory[], which: keyof Memory): number {
  const values = samples.slice(1).flatMap((sample) => sample[which] ?? []);
  const third = Math.ceil(values.length / 3);
  return values.length < 3 ? 0 : median(values.slice(-third)) - median(values.slice(0, third));
}

/** The words for what grew beyond noise. */
export function leaks(samples: readonly Memory[]): string[] {
  const names = { heap: 'JavaScript heap', resident: 'resident memory' };
  return (['heap', 'resident'] as const)
    .filter((which) => growth(samples, which) > NOISE[which])
    .map((which) => `${names[which]} grew by ${megabytes(growth(samples, which))}`);
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function residentOf(pid: number): number | undefined {
  try {
    const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+) kB/) ?? [];
    return kilobytes === undefined ? undefined : 1024 * Number(kilobytes);
  } catch {
    return undefined;
  }
}
