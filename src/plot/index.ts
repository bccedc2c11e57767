export { type CountOptions, countFrame } from './count.js';
export type { Context2D, Frame } from './frame.js';
export { type RasterOptions, type RasterPanel, rasterFrame } from './raster.js';
export { type SignalsOptions, signalsFrame } from './signals.js';
export { type TracesOptions, tracesFrame } from './traces.js';
