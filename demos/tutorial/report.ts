import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';

/** What the demo prints: a heading for each part, a progress bar while it works, and a summary at the end. */
export class Report {
  readonly #files: string[] = [];
  readonly #facts: [name: string, value: string][] = [];
  readonly #started = performance.now();

  constructor(readonly out: string) {}

  part(title: string): void {
    process.stdout.write(`\n${title}\n`);
  }

  line(text: string): void {
    process.stdout.write(`  ${text}\n`);
  }

  /** A line of the summary. */
  fact(name: string, value: string): void {
    this.#facts.push([name, value]);
  }

  /** The path of a picture in the output folder. */
  path(file: string): string {
    return join(this.out, file);
  }

  /** Notes a file that was written. */
  wrote(...paths: readonly string[]): void {
    this.#files.push(...paths);
    for (const path of paths) this.line(`wrote ${path}`);
  }

  /** A bar of `total` units, on a terminal only, that appears when the work takes longer than a second. */
  progress(what: string, total: number): { step(done: number): void; stop(): void } {
    const started = performance.now();
    const movable = process.env.TERM !== 'dumb';
    const format = `  ${what.padEnd(14)} {bar} {percentage} %  {value}/{total}`;
    const bar = new SingleBar({
      format,
      barsize: 20,
      // the terminal keeps its cursor and its wrapping, so that Ctrl-C leaves nothing to undo
      linewrap: true,
      clearOnComplete: true,
      barCompleteChar: '█',
      barIncompleteChar: '░',
    });
    let shown = false;
    return {
      step(done) {
        if (shown) bar.update(done);
        else if (movable && performance.now() - started > 1000) {
          shown = true;
          bar.start(total, done);
        }
      },
      stop() {
        if (shown) bar.stop();
      },
    };
  }

  finish(): void {
    this.fact('time', `${((performance.now() - this.#started) / 1000).toFixed(1)} s`);
    this.part('Summary');
    const width = Math.max(...this.#facts.map(([name]) => name.length));
    for (const [name, value] of this.#facts) this.line(`${name.padEnd(width)}  ${value}`);
    for (const [i, file] of this.#files.entries()) {
      const size = `${(statSync(file).size / 1024).toFixed(0)} kB`;
      this.line(`${(i === 0 ? 'files' : '').padEnd(width)}  ${file} (${size})`);
    }
  }
}
