import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Bytes that a page takes. */
export interface Memory {
  /** What JavaScript holds in the page after a collection of garbage. */
  readonly heap: number;
  /** Resident memory of the page's process, its worker included; where the system tells. */
  readonly resident: number | undefined;
}

/** Growth that counts as noise: the process keeps freed memory for a while, and compiled code comes and goes. */
const NOISE = { heap: 1.5e6, resident: 48e6 };

export async function memoryMeter(page: Page): Promise<() => Promise<Memory>> {
  const session = await page.context().newCDPSession(page);
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const { id } = renderers.reduce((a, b) => (a.cpuTime > b.cpuTime ? a : b));
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return { heap: usedSize, resident: residentOf(id) };
  };
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
