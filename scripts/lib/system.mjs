import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';
import { stage } from './stage.mjs';

/** What a compiled package needs: Debian's package by the program, pkg-config module or header that shows it. */
const COMPILER = { python3: 'python3', make: 'make', 'g++': 'g++', 'pkg-config': 'pkg-config' };

export const CANVAS = {
  programs: COMPILER,
  modules: {
    cairo: 'libcairo2-dev',
    pangocairo: 'libpango1.0-dev',
    libjpeg: 'libjpeg-dev',
    'librsvg-2.0': 'librsvg2-dev',
  },
  headers: { 'gif_lib.h': 'libgif-dev' },
};

export const GL = {
  programs: { ...COMPILER, python: 'python-is-python3' },
  headers: {},
  modules: { xi: 'libxi-dev', gl: 'libgl-dev', glu: 'libglu1-mesa-dev', glew: 'libglew-dev' },
};

const HEADER_FOLDERS = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];

/** Installs the system packages that `needs` lists and the machine lacks, where that is allowed. */
export async function installSystemPackages(needs, what) {
  const packages = await missing(needs);
  if (packages.length === 0) return;
  const apt = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const prefix = await rootPrefix();
  if (!hasProgram('apt-get') || prefix === null) throw new Error(advice(what, packages, apt));

  const asRoot = (args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', ...args];
    return run(command, rest, { apart: false });
  };
  const waitForLock = ['-o', 'DPkg::Lock::Timeout=300'];
  const { code, output } = await stage(`system packages for ${what} (apt-get)`, async () => {
    // an interrupted installation has to be finished first
    await asRoot(['dpkg', '--configure', '-a']);
    const update = await asRoot(['apt-get', ...waitForLock, 'update']);
    const install = await asRoot([...apt, ...waitForLock]);
    return { code: install.code, output: update.output + install.output };
  });
  if (code !== 0) throw new Error(`${output}\nsetup: these failed to install: ${packages.join(' ')}`);
  const still = await missing(needs);
  if (still.length > 0) throw new Error(advice(what, still, apt));
}

async function missing({ programs, modules, headers }) {
  const names = [];
  for (const [program, name] of Object.entries(programs)) if (!hasProgram(program)) names.push(name);
  for (const [module, name] of Object.entries(modules)) {
    if ((await run('pkg-config', ['--exists', module])).code !== 0) names.push(name);
  }
  for (const [header, name] of Object.entries(headers)) {
    if (!HEADER_FOLDERS.some((folder) => existsSync(join(folder, header)))) names.push(name);
  }
  return names;
}

/** `[]` for root, `['sudo', '-n']` where sudo asks for no password, else null. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return hasProgram('sudo') && (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : null;
}

function hasProgram(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

function advice(what, packages, apt) {
  return hasProgram('apt-get')
    ? `setup: ${what} needs system packages. Run this once as root, then try again:\n\n  sudo ${apt.join(' ')}\n`
    : `setup: ${what} needs the system packages that Debian calls ${packages.join(', ')}. Install them, then try again.`;
}
