import { node, npm } from './run.mjs';
import { stage } from './stage.mjs';
import { GL, installSystemPackages } from './system.mjs';

/**
 * Builds `gl`, gpu.js' optional headless WebGL. Nothing here needs it, it takes minutes, and it runs only where
 * there is an X display (`xvfb-run` makes one); set-up leaves it out unless it is asked for.
 */
export async function installGl(root) {
  await installSystemPackages(GL, 'gl');
  const build = await stage('gl, built from source', () =>
    npm(['explore', 'gl', '--', 'node-gyp', 'rebuild', '--jobs', 'max'], { cwd: root }),
  );
  if (build.code !== 0) throw new Error(`${build.output}\nsetup: gl failed to build`);
  const loaded = await node(['-e', "require('gl')"], { cwd: root, limit: 60 });
  if (loaded.code !== 0) throw new Error(`${loaded.output}\nsetup: gl was built but does not load`);
}
