import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node } from './run.mjs';

/** Seconds after which a check counts as hanging. */
const LIMIT = 1200;

/** A check that counts as one: it passes when the tool exits with 0. */
export function tool(root, bin, args) {
  return async () => {
    const { code, output } = await start(root, bin, args);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  };
}

/** A run of jest, counted by its tests. A crash, a spec file that fails to load and a run without tests are failures. */
export function specs(root, args) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rxsnn-jest-'));
    const file = join(folder, 'report.json');
    try {
      const flags = ['--ci', '--maxWorkers=100%', '--json', `--outputFile=${file}`];
      const { code, output } = await start(root, 'jest/bin/jest.js', [...flags, ...args]);
      return { ...count(readReport(file), code), output };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

export function count(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const unsound = code !== 0 || passed + failed === 0;
  return { passed, failed: unsound ? Math.max(failed, 1) : failed, skipped };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function start(root, bin, args) {
  const env = process.stdout.isTTY ? { ...process.env, FORCE_COLOR: '1' } : process.env;
  return node([join(root, 'node_modules', bin), ...args], { cwd: root, env, limit: LIMIT });
}
