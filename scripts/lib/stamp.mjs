import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BLOCKS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'overrides'];
const stampFile = (root) => join(root, 'node_modules', '.rxsnn-setup');

/**
 * Whether node_modules was brought to `state` from these very dependencies, for this kind of Node. 'packages' is
 * what npm installs, 'done' has the compiled parts too and counts as both.
 */
export function has(root, state) {
  try {
    const [hash, reached] = readFileSync(stampFile(root), 'utf8').split(' ');
    return hash === wanted(root) && (reached === state || reached === 'done');
  } catch {
    return false;
  }
}

export function stamp(root, state) {
  writeFileSync(stampFile(root), `${wanted(root)} ${state}`);
}

export function removeStamp(root) {
  rmSync(stampFile(root), { force: true });
}

function wanted(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify(BLOCKS.map((block) => manifest[block])))
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex');
}
