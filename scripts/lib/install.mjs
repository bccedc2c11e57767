import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { installCanvas } from './canvas.mjs';
import { installGl } from './gl.mjs';
import { withLock } from './lock.mjs';
import { npm } from './run.mjs';
import { stage } from './stage.mjs';
import { has, removeStamp, stamp } from './stamp.mjs';

/** Sets the repository up and returns the exit code. A stamp follows each part: what ended early starts over. */
export function install(root, { gl }) {
  return withLock(root, async () => {
    try {
      if (!has(root, 'packages')) {
        removeStamp(root);
        await installPackages(root);
        stamp(root, 'packages');
      }
      if (!has(root, 'done')) {
        await installCanvas(root);
        stamp(root, 'done');
      }
      if (gl) await installGl(root);
      return 0;
    } catch (error) {
      console.error(error.message);
      return 1;
    }
  });
}

async function installPackages(root) {
  // No install scripts: npm asks for their approval or not, by version, and all but canvas (built apart) work
  // without. The includes keep NODE_ENV=production and a user's `omit` from leaving the tools out.
  const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const exact = await stage('packages (npm ci)', () => npm(['ci', ...flags], { cwd: root }));
  if (exact.code === 0) return;
  if (!/Missing: /.test(exact.output) || /Invalid: /.test(exact.output))
    throw new Error(`${exact.output}\nsetup: npm ci failed`);
  // npm leaves other platforms' packages out of a lock file made beside a filled node_modules, and `npm ci` then
  // refuses that file. `npm install --no-save` takes what is locked as it is and finds the rest.
  rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  const loose = await stage('packages (npm install: incomplete lock)', () =>
    npm(['install', '--no-save', ...flags], { cwd: root }),
  );
  if (loose.code !== 0) throw new Error(`${loose.output}\nsetup: npm install failed`);
}
