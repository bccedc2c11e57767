import { whole } from '../source.js';

/**
 * A tile: 8 rows of spikes, one in each of the threads that WebAssembly runs four at a time, by 4 outputs, as many
 * results as a thread may return. Of the inputs, 24 fit one float32, a word; four words are taken at once.
 */
export const tile = { rows: 8, outputs: 4, bits: 24, words: 4 } as const;

/** How the inputs are spread over words: groups of four words, each with the spikes of `bits` inputs. */
export interface Words {
  readonly groups: number;
  readonly bits: number;
}

/** As few groups as will do, and no more bits in a word than they need. Input i of a group is in word i % 4. */
export function wordsOf(inputs: number): Words {
  const groups = Math.ceil(inputs / (tile.bits * tile.words));
  return { groups, bits: Math.ceil(inputs / (groups * tile.words)) };
}

/**
 * The currents of four outputs for one row: thread.y picks the outputs, thread.x the row. a0 holds the rows' words,
 * [words, rows], as whole numbers whose highest place is the first input; `weight` is [outputs / 4, inputs, 4]. What
 * comes next stands in the sign, which is shifted out, becomes a float32 and is multiplied by four weights.
 */
export function spikeTileSource({ groups, bits }: Words): string {
  const words = count(tile.words);
  const outputs = count(tile.outputs);
  const lines = (of: readonly number[], text: (i: number) => string) => of.map(text).join('\n    ');
  const size = tile.words * bits * tile.outputs;
  const weightOf = (word: number, o: number) => `this.constants.weight[at + ${word * tile.outputs + o}]`;
  const input = (word: number): string => `
        const spk${word} = word${word} >>> 31;
        word${word} = word${word} << 1;
        ${lines(outputs, (o) => `cur${o} = cur${o} + spk${word} * ${weightOf(word, o)};`)}`;
  return `function (a0, at0) {
    ${whole('first')}
    ${whole('at')}
    ${whole('end')}
    ${lines(words, (w) => whole(`word${w}`))}
    ${lines(outputs, (o) => `let cur${o} = this.constants.bias[this.thread.y * ${tile.outputs} + ${o}];`)}
    first = 0;
    at = this.thread.y * ${groups * size};
    end = at;
    for (let group = 0; first < ${groups * tile.words * tile.rows}; group++) {
      ${lines(words, (w) => `word${w} = a0[first + ${w * tile.rows} + this.thread.x];`)}
      ${lines(words, (w) => `word${w} = word${w} << ${32 - bits};`)}
      first = first + ${tile.words * tile.rows};
      end = end + ${size};
      for (let place = 0; at < end; place++) {${words.map(input).join('')}
        at = at + ${tile.words * tile.outputs};
      }
    }
    return [${outputs.map((o) => `cur${o}`).join(', ')}];
  }`;
}

const count = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
