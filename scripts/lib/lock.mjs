import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` while no other process does so for the same folder; the others wait.
 * The lock is a file outside node_modules (`npm ci` empties that) with the owner's process id, so that a
 * lock whose owner is gone counts for nothing.
 */
export async function withLock(root, work) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `rxsnn-setup-${id}.lock`);
  const mine = `${process.pid} ${Math.random()}`;
  for (let told = false; !(await acquire(file, mine)); await sleep(300)) {
    if (!told) console.log(`setup: waiting for the set-up of process ${ownerOf(file)} (${file})`);
    told = true;
  }
  const release = () => {
    if (read(file) === mine) rmSync(file, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(file, mine) {
  if (read(file) !== '' && !isAlive(ownerOf(file))) rmSync(file, { force: true });
  try {
    writeFileSync(file, mine, { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
  // two processes may both have found the same dead owner: after a moment only one of them is left in the file
  await sleep(50);
  return read(file) === mine;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function ownerOf(file) {
  return Number.parseInt(read(file), 10);
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
