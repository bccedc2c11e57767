import { node, npm } from './run.mjs';
import { stage } from './stage.mjs';
import { CANVAS, installSystemPackages } from './system.mjs';

/** Seconds that the download of the prebuilt binary may take. */
const DOWNLOAD_LIMIT = 120;

const DRAW = `
  const { createCanvas } = require('canvas');
  const canvas = createCanvas(4, 4);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ff0000';
  context.fillRect(0, 0, 4, 4);
  if (context.getImageData(2, 2, 1, 1).data[0] !== 255) throw new Error('canvas: a red square is not red');
  if (canvas.toBuffer('image/png').length === 0) throw new Error('canvas: an empty PNG');
`;

/** Makes node-canvas draw: its prebuilt binary where there is one, else a build from source. */
export async function installCanvas(root) {
  if (await usePrebuilt(root)) return;
  await installSystemPackages(CANVAS, 'canvas');
  const build = await stage('canvas, built from source', () =>
    npm(['explore', 'canvas', '--', 'node-gyp', 'rebuild', '--jobs', 'max'], { cwd: root }),
  );
  if (build.code !== 0) throw new Error(`${build.output}\nsetup: canvas failed to build`);
  const drawn = await draw(root);
  if (drawn.code !== 0) throw new Error(`${drawn.output}\nsetup: canvas was built but does not draw`);
}

function usePrebuilt(root) {
  return stage(
    'canvas, prebuilt binary',
    async () => {
      // `npm explore` runs a command with npm's own settings (proxy, nodedir) whatever it thinks of install scripts
      const fetched = await npm(['explore', 'canvas', '--', 'prebuild-install', '-r', 'napi'], {
        cwd: root,
        limit: DOWNLOAD_LIMIT,
      });
      return fetched.code === 0 && (await draw(root)).code === 0;
    },
    (works) => (works ? '' : 'not to be had'),
  );
}

function draw(root) {
  return node(['-e', DRAW], { cwd: root, limit: 60 });
}
