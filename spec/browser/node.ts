import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNetwork, runNeuron } from './page.js';

/** The page's runs in Node, where references come from the disk: WebGPU by way of the npm package `webgpu`. */
const fetchFromDisk = async (path: string) => ({
  json: async () => JSON.parse(readFileSync(join(process.cwd(), 'spec', path), 'utf8')),
});
globalThis.fetch = fetchFromDisk as unknown as typeof fetch;

const outcomes: Record<string, unknown> = {};
for (const name of process.argv.slice(2)) outcomes[name] = await runNeuron('webgpu', name);
outcomes.network = await runNetwork('webgpu', '20', '60');
process.stdout.write(JSON.stringify(outcomes));
