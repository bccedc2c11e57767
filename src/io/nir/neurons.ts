import type { Common, NirArray } from './values.js';

/** dv/dt = R I */
export interface NirI extends Common {
  readonly type: 'I';
  readonly r: NirArray;
}

/** dv/dt = R I; z = [v > v_threshold]; v = v_reset where z. */
export interface NirIF extends Common {
  readonly type: 'IF';
  readonly r: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}

/** tau dv/dt = (v_leak - v) + R I */
export interface NirLI extends Common {
  readonly type: 'LI';
  readonly tau: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
}

/** `LI` with the threshold and reset of `IF`. */
export interface NirLIF extends Common {
  readonly type: 'LIF';
  readonly tau: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}

/** tau_syn dI/dt = -I + w_in x; tau_mem dv/dt = (v_leak - v) + R I */
export interface NirCubaLI extends Common {
  readonly type: 'CubaLI';
  readonly tauSyn: NirArray;
  readonly tauMem: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly wIn: NirArray;
}

/** `CubaLI` with the threshold and reset of `IF`. */
export interface NirCubaLIF extends Common {
  readonly type: 'CubaLIF';
  readonly tauSyn: NirArray;
  readonly tauMem: NirArray;
  readonly r: NirArray;
  readonly vLeak: NirArray;
  readonly wIn: NirArray;
  readonly vThreshold: NirArray;
  readonly vReset: NirArray;
}
