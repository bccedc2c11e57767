import {
  type NetworkOperator,
  type NirGraph,
  type NirMetadata,
  network,
  probe,
  type Semantics,
  summary,
} from 'rxsnn';
import type { Choice } from '../model/network.js';
import { firstStep } from './firstStep.js';
import type { Network } from './network.js';
import { type Anatomy, fanOutOf, layersOf } from './nirLayers.js';

const SEMANTICS: readonly (readonly [Semantics, string])[] = [
  ['euler', 'Euler'],
  ['exact', 'Exact'],
  ['snntorch', 'snnTorch'],
  ['norse', 'Norse'],
];

/** The network of a NIR file, with its own names and shapes; it is built, and runs one silent step, before it is shown. */
export function nirNetwork(name: string, graph: NirGraph): Network {
  // steps that our own files were written for, and semantics
  const written = writtenDt(graph);
  return {
    name,
    title: name,
    async build({ semantics = '', dt = '' }, device) {
      const seconds = Number(dt) / 1000;
      const net = network(graph, {
        ...(semantics && { semantics: semantics as Semantics }),
        ...(dt && { dt: seconds }),
      });
      const input = inputOf(net, name);
      const step = await firstStep(net, input.shape, device);
      // what several nodes lead to is the signal of none
      const isSum = !Object.values(step.layers).includes(step.signals);
      const kept = isSum ? step.keep('output') : step;
      const own = (semantics || 'euler') as Semantics;
      const anatomy = { graph, summary: summary(net), step: kept, semantics: own, input };
      const layers = layersOf(anatomy);
      return {
        info: {
          input: input.shape,
          dt: dt ? seconds : (written ?? 1e-4),
          sliders: [],
          choices: choices(written),
        },
        layers,
        fanOut: fanOutOf(anatomy, layers),
        connect: () => (steps) => (isSum ? steps.pipe(net, probe('output')) : steps.pipe(net)),
      };
    },
  };
}

function choices(written: number | undefined): readonly Choice[] {
  const isOurs = written !== undefined;
  const asWritten = isOurs ? [['', 'As in the file'] as const] : [];
  return [
    {
      name: 'semantics',
      title: 'Semantics',
      values: [...asWritten, ...SEMANTICS],
      value: isOurs ? '' : 'euler',
      anew: true,
    },
    {
      name: 'dt',
      title: 'Step',
      value: '',
      unit: 'ms',
      placeholder: isOurs ? 'as in the file' : '0.1',
      anew: true,
    },
  ];
}

/** The network's one input, with the shape of a sample. */
function inputOf({ layer }: NetworkOperator, file: string): Anatomy['input'] {
  const { inputs } = layer.graph;
  const [{ name, shape } = { name: '', shape: undefined }] = inputs;
  if (inputs.length === 1 && shape) return { name, shape };
  const names = inputs.map(({ name }) => `'${name}'`).join(', ');
  throw new RangeError(`${file}: the page feeds one input of a known shape, the network has ${names}`);
}

/** Seconds a step that the file was written for, where it is one of ours. */
function writtenDt({ nodes }: NirGraph): number | undefined {
  for (const node of Object.values(nodes)) {
    const own = node.metadata?.rxsnn as NirMetadata | undefined;
    const dt = node.type === 'NIRGraph' ? writtenDt(node) : own?.dt;
    if (typeof dt === 'number') return dt;
  }
  return undefined;
}
