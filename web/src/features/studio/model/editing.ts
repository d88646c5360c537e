/** What an author does to a canvas: pure, each gives the next canvas. */
import { freeId, valueAt, withField, withNodes, withSetting, type Canvas, type FlowNode } from './document';
import { exitsOf, type FlowSchema } from './schema';

const STARTS = ['start', 'closed_start'] as const;
const PASTED_BESIDE = 40;

/** Whatever led to `from` leads to `to` instead. */
function redirected(schema: FlowSchema, canvas: Canvas, from: ReadonlySet<string>, to: string): Canvas {
  let next = canvas;
  for (const [id, node] of Object.entries(canvas.document.nodes))
    for (const exit of exitsOf(schema, node))
      if (from.has(exit.target)) next = withField(next, id, exit.path, to);
  for (const setting of STARTS)
    if (from.has(String(next.document[setting] ?? ''))) next = withSetting(next, [setting], to);
  return next;
}

export function withoutNodes(schema: FlowSchema, canvas: Canvas, ids: ReadonlySet<string>): Canvas {
  const kept = Object.entries(canvas.document.nodes).filter(([id]) => !ids.has(id));
  const layout = Object.entries(canvas.layout).filter(([id]) => !ids.has(id));
  const rest = { ...withNodes(canvas, Object.fromEntries(kept)), layout: Object.fromEntries(layout) };
  const next = redirected(schema, rest, ids, '');
  if (next.document.closed_start === '') next.document.closed_start = null;
  return next;
}

/** The node under another name, in the same place; a name that is taken or empty changes nothing. */
export function renamed(schema: FlowSchema, canvas: Canvas, from: string, to: string): Canvas {
  const node = canvas.document.nodes[from];
  if (node === undefined || to === '' || to in canvas.document.nodes) return canvas;
  const nodes = Object.entries(canvas.document.nodes).map(([id, each]) => [id === from ? to : id, each]);
  const layout = Object.entries(canvas.layout).map(([id, point]) => [id === from ? to : id, point]);
  const moved = { ...withNodes(canvas, Object.fromEntries(nodes)), layout: Object.fromEntries(layout) };
  return redirected(schema, moved, new Set([from]), to);
}

export type Clipboard = Canvas['document']['nodes'];

export function copied(canvas: Canvas, ids: ReadonlySet<string>): Clipboard {
  return Object.fromEntries(Object.entries(canvas.document.nodes).filter(([id]) => ids.has(id)));
}

/** The copied nodes under names of their own; ways between them lead to the copies, others stay. */
export function pasted(schema: FlowSchema, canvas: Canvas, nodes: Clipboard): [Canvas, Set<string>] {
  const names = new Map<string, string>();
  let next = canvas;
  for (const [id, node] of Object.entries(nodes)) {
    const name = freeId(next.document, id);
    names.set(id, name);
    const [x, y] = canvas.layout[id] ?? [0, 0];
    next = {
      document: { ...next.document, nodes: { ...next.document.nodes, [name]: structuredClone(node) } },
      layout: { ...next.layout, [name]: [x + PASTED_BESIDE, y + PASTED_BESIDE] },
    };
  }
  for (const name of names.values())
    for (const exit of exitsOf(schema, next.document.nodes[name] as FlowNode)) {
      const target = names.get(exit.target);
      if (target !== undefined) next = withField(next, name, exit.path, target);
    }
  return [next, new Set(names.values())];
}

/** Ids of the nodes in which a text stands, in their id or anywhere in their fields. */
export function found(canvas: Canvas, text: string): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return Object.entries(canvas.document.nodes)
    .filter(([id, node]) => `${id} ${JSON.stringify(node)}`.toLowerCase().includes(wanted))
    .map(([id]) => id);
}

export const textOf = (node: FlowNode, field: string): string => {
  const value = valueAt(node, [field]);
  return typeof value === 'string' ? value : '';
};
