import { spawn } from 'node:child_process';

const children = new Set();
const isWindows = process.platform === 'win32';

/**
 * Runs a command and resolves to `{ code, output }`; it never rejects. A command that cannot be started has code 127,
 * one that is still running after `limit` seconds is ended and has code 1. `apart: false` leaves the command in this
 * process's group, so that Ctrl-C reaches it and it ends by itself (a package manager must not be killed half-way).
 */
export function run(command, args, { limit = 0, apart = true, ...options } = {}) {
  return new Promise((resolve) => {
    const detached = apart && !isWindows;
    const child = spawn(command, args, { ...options, detached, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    if (apart) children.add(child);
    const timer = limit && setTimeout(end, limit * 1000, child);
    const finish = (code) => {
      clearTimeout(timer);
      children.delete(child);
      resolve({ code, output: Buffer.concat(chunks).toString() });
    };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(127);
    });
    child.on('close', (code, signal) => finish(code ?? (signal ? 1 : 0)));
  });
}

export const node = (args, options) => run(process.execPath, args, options);

/** npm, as the one that started this script where that is known. */
export function npm(args, options) {
  // under `npm --silent` an npm started from here would be silent too, about its errors as well
  const loud = ['--loglevel=notice', ...args];
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js')
    ? node([cli, ...loud], options)
    : run('npm', loud, { ...options, shell: isWindows });
}

function end(child) {
  try {
    if (isWindows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // it had just ended
  }
}

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => {
    for (const child of children) end(child);
    process.exit(code);
  });
}
