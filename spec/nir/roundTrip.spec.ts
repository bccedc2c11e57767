import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom } from 'rxjs';
import { block, current, type LayerOperator, network, rand, readNir, record, writeNir } from 'rxsnn';
import { graphs, KINDS, operatorOf } from '../helpers/graphs.js';

const STEPS = 12;

/** A neuron of one's own has no counterpart in NIR. */
const kinds = KINDS.filter(({ name }) => name !== 'integrators');

/** The file, or `undefined` for what NIR has no time constant for. */
function written(net: Parameters<typeof writeNir>[0], features: number): Uint8Array | undefined {
  try {
    return writeNir(net, { shape: [features] });
  } catch (error) {
    if (/a beta of [01] has no time constant|gradedSpikesFactor/.test((error as Error).message))
      return undefined;
    throw error;
  }
}

describe('a random network after a round trip through a NIR file', () => {
  it('gives the same recording, in every block', async () => {
    await fc.assert(
      fc.asyncProperty(graphs({ kinds }), fc.constantFrom(1, 5, 20), fc.nat(), async (graph, size, seed) => {
        const net = operatorOf(graph);
        const file = written(net, graph.features);
        fc.pre(file !== undefined);
        const read = network(await readNir(file!));
        const values = rand([STEPS, 2, graph.features], { seed });
        const [before, after] = await Promise.all(
          [net, read].map((operator) =>
            lastValueFrom(
              current(values).pipe(block(size), operator as unknown as LayerOperator, record<string>()),
            ),
          ),
        );
        expect(after).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
