import { flatten, type Source } from './flatten.js';
import { type Graph, isNetwork } from './graph.js';
import type { NetworkOperator } from './network.js';

/**
 * The picture of a network as text that Mermaid draws, on GitHub and elsewhere: nodes with the names of their operators,
 * networks within it as frames, delayed edges dotted.
 * Source: https://mermaid.js.org/syntax/flowchart.html.
 *
 * @example
 * console.log(toMermaid(network({ nodes: { lif: leaky({ beta }) }, edges: [['input', 'lif', 'output']] })));
 */
export function toMermaid({ layer: { graph } }: NetworkOperator): string {
  const { layers, outputs } = flatten(graph);
  const ids = new Map<string, string>();
  const idOf = (name: string): string => {
    const id = ids.get(name) ?? `n${ids.size}`;
    ids.set(name, id);
    return id;
  };
  const draw = ({ layers }: Graph, prefix: string, indent: string): string[] =>
    layers.flatMap(({ name, layer }) => {
      const id = idOf(`${prefix}${name}`);
      if (!isNetwork(layer))
        return [`${indent}${id}["${escaped(name)}<br><small>${escaped(layer.name)}</small>"]`];
      const inner = draw(layer.graph, `${prefix}${name}.`, `${indent}  `);
      return [`${indent}subgraph ${id}["${escaped(name)}"]`, ...inner, `${indent}end`];
    });
  const edges = (to: string, sources: readonly Source[]): string[] =>
    sources.map(({ name, delay }) => {
      const steps = delay === 1 ? '1 step' : `${delay} steps`;
      return `  ${idOf(name)} ${delay ? `-. ${steps} .->` : '-->'} ${to}`;
    });
  const end = (name: string) => `  ${idOf(name)}(["${escaped(name)}"])`;
  return [
    'flowchart LR',
    ...graph.inputs.map(({ name }) => end(name)),
    ...draw(graph, '', '  '),
    ...graph.outputs.map(end),
    ...[...layers, ...outputs].flatMap(({ name, sources }) => edges(idOf(name), sources)),
  ].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[&"<>]/g, (letter) => `#${letter.charCodeAt(0)};`);
}
