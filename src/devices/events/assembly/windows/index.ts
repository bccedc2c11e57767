// A module of its own, as older browsers compile at most 4 kB at once: ../../windowBinary.ts is made of it. It imports
// `compact` from the other module and has no constants in memory, where theirs would lie as well.
// spread, gather and windows are exported so that they are not merged into their callers, see ../index.ts
export { conv, gather, spread } from './conv';
export { pool, windows } from './pool';
