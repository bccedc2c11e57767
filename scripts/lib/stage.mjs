const TTY = process.stdout.isTTY;

/**
 * Prints one line for a stage: its name while `work` runs (with the seconds so far on a terminal), then its
 * time and what `verdict` makes of the result. Resolves to the result.
 */
export async function stage(name, work, verdict = () => '') {
  const start = performance.now();
  const seconds = (digits) => `${((performance.now() - start) / 1000).toFixed(digits)} s`;
  const label = name.padEnd(WIDTH);
  process.stdout.write(label);
  const timer = TTY && setInterval(() => process.stdout.write(`\r${label}${seconds(0).padStart(8)}`), 1000);
  try {
    const result = await work();
    const rest = `${seconds(1).padStart(8)} ${verdict(result)}`.trimEnd();
    console.log(TTY ? `\r${label}${rest}` : rest);
    return result;
  } catch (error) {
    process.stdout.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

const WIDTH = 44;
