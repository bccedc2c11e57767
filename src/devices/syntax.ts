import type { AnyNode } from 'acorn';

/** Whether a property of a node of the syntax tree is a node itself. */
export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
