/** A tile: 16 rows of spikes, four in each of the four threads that WebAssembly runs side by side; 24 inputs fit one float32. */
export const tile = { rows: 16, lanes: 4, bits: 24 } as const;

/** Inputs that the innermost loop takes at once. */
const unrolled = 4;

/**
 * The currents of one output for a tile of rows: thread.y is the output, thread.x the four rows. a0 holds the rows' spikes as
 * binary places of numbers below 1: doubled, the next spike is what stands before the point.
 */
export function spikeTileSource(words: number): string {
  const rows = Array.from({ length: tile.rows / tile.lanes }, (_, row) => row);
  const lines = (text: (row: number) => string) => rows.map(text).join('\n');
  const input = (k: number) => `const w${k} = this.constants.weight[this.thread.y][i + ${k}];
        ${lines(
          (row) => `spikes${row} = spikes${row} + spikes${row};
        const spk${k}${row} = Math.floor(spikes${row});
        spikes${row} = spikes${row} - spk${k}${row};
        cur${row} = cur${row} + spk${k}${row} * w${k};`,
        )}`;
  return `function (a0, at0) {
    ${lines((row) => `let cur${row} = this.constants.bias[this.thread.y];`)}
    let i = 0;
    for (let word = 0; word < ${words}; word++) {
      ${lines((row) => `let spikes${row} = a0[at0 + word][${row}][this.thread.x];`)}
      for (let part = 0; part < ${tile.bits / unrolled}; part++) {
        ${Array.from({ length: unrolled }, (_, k) => input(k)).join('\n        ')}
        i = i + ${unrolled};
      }
    }
    return [${rows.map((row) => `cur${row}`).join(', ')}];
  }`;
}
