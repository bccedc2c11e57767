import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeCase, type ReferenceCase } from './decode.js';

export type { Reference, ReferenceCase } from './decode.js';

export const folder = fileURLToPath(new URL('../reference/', import.meta.url));

export function reference(name: string): ReferenceCase {
  return decodeCase(readJson(name));
}

export function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
