import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** A static folder that works wherever it lies; the library comes in by its public entry. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  resolve: { alias: { rxsnn: source('index.ts'), '#platform': source('platform/browser.ts') } },
  worker: { format: 'es' },
  assetsInclude: ['**/*.safetensors', '**/*.idx'],
  build: { outDir: '../../out/live', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1000 },
});
