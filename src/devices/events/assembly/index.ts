// AssemblyScript, a TypeScript whose numbers are WebAssembly's: `node scripts/buildWasm.mjs` makes ../binary.ts of it.
export { compact } from './compact';
export { dense, denseLines } from './dense';
// exported so that they are not merged into `dense`: an engine that optimises while it runs swaps whole functions, and
// short ones soon
export { gradedLines, spikeLines } from './lines';
export { pack } from './pack';
export { graded, spikes } from './panel';
export { turn } from './turn';
export { winner } from './winner';

/** Where the host's memory begins: below lie this module's constants. */
export const heap: usize = __heap_base;
