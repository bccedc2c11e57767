/** One line on the terminal that says what is being done now; nothing where there is no terminal. */
export class Progress {
  #label = '';
  #drawn = 0;

  /** What stands at the head of the line from now on. */
  begin(label: string): void {
    this.#label = label;
  }

  say(text: string): void {
    if (!process.stderr.isTTY) return;
    const now = performance.now();
    if (now - this.#drawn < 50) return;
    this.#drawn = now;
    const line = `  ${this.#label}  ${text.trim()}`;
    process.stderr.write(`\r\x1b[2K\x1b[2m${line.slice(0, (process.stderr.columns ?? 80) - 1)}\x1b[0m`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  }
}
