/** Automatic layout by ELK, which is loaded when it is first wanted: layers from left to right, the start first. */
import type { FlowDocument, Layout } from './document';
import { exitsOf, type FlowSchema } from './schema';

export const NODE_WIDTH = 232;
const HEAD_HEIGHT = 70;
const EXIT_HEIGHT = 24;

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '36',
  'elk.layered.spacing.nodeNodeBetweenLayers': '90',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'false',
};

export async function arranged(schema: FlowSchema, document: FlowDocument): Promise<Layout> {
  const nodes = Object.entries(document.nodes).sort(
    ([one], [other]) => Number(other === document.start) - Number(one === document.start),
  );
  if (nodes.length === 0) return {};
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const children = nodes.map(([id, node]) => ({
    id,
    width: NODE_WIDTH,
    height: HEAD_HEIGHT + EXIT_HEIGHT * exitsOf(schema, node).length,
  }));
  const edges = nodes.flatMap(([id, node]) =>
    exitsOf(schema, node)
      .filter((exit) => exit.target in document.nodes && exit.target !== id)
      .map((exit) => ({ id: `${id}>${exit.path.join('.')}`, sources: [id], targets: [exit.target] })),
  );
  const made = await new Elk().layout({ id: 'flow', layoutOptions: OPTIONS, children, edges });
  return Object.fromEntries(
    (made.children ?? []).map((child) => [child.id, [Math.round(child.x ?? 0), Math.round(child.y ?? 0)]]),
  );
}

/** The stored places, or new ones where a node has none. */
export async function completed(schema: FlowSchema, document: FlowDocument, layout: Layout): Promise<Layout> {
  const missing = Object.keys(document.nodes).some((id) => !(id in layout));
  return missing ? arranged(schema, document) : layout;
}
