import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** Where and with what the figures were made: without it they mean little. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  /** Processes that wanted a core in the minute before. */
  readonly load: number;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

const packages = ['rxjs', 'gpu.js', 'canvas', 'h264-mp4-encoder', '@tensorflow/tfjs-core'];

export function thisMachine(): Machine {
  const processors = cpus();
  const mhz = processors[0]?.speed;
  return {
    date: new Date().toISOString(),
    cpu: [processors[0]?.model.trim(), mhz && `${mhz} MHz`].filter(Boolean).join(', '),
    cores: processors.length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    load: Number(loadavg()[0]!.toFixed(2)),
    commit: commit(),
    versions: {
      node: process.versions.node,
      rxsnn: versionOf('../../package.json'),
      ...Object.fromEntries(
        packages.map((name) => [name, versionOf(`../../node_modules/${name}/package.json`)]),
      ),
    },
  };
}

export function machineLines({ cpu, cores, memoryGB, system, load, commit, versions }: Machine): string[] {
  const named = Object.entries(versions).map(([name, version]) => `${name.split('/').at(-1)} ${version}`);
  const busy =
    load > 0.5 ? [`  load ${load} before the start: others are at work here, times are noisy`] : [];
  return [
    `  ${cpu}, ${cores} cores, ${memoryGB} GB, ${system}, commit ${commit}`,
    `  ${named.join(', ')}`,
    ...busy,
  ];
}

function versionOf(file: string): string {
  try {
    return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')).version;
  } catch {
    return 'absent';
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return 'unknown';
  }
}
