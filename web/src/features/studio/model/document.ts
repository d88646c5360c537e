/** A flow document as the studio sees it: nodes by id with whatever fields their kinds have. Changes make a new one. */

export type FieldPath = readonly string[];
export type FlowNode = { kind: string } & Record<string, unknown>;
export type Point = [number, number];
export type Layout = Record<string, Point>;

export interface FlowDocument {
  flow_id: string;
  version: number;
  title: string;
  start: string;
  nodes: Record<string, FlowNode>;
  [setting: string]: unknown;
}

/** What stands on the canvas. Where a node stands means nothing to a call. */
export interface Canvas {
  document: FlowDocument;
  layout: Layout;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, name) => (Array.isArray(inner) ? inner[Number(name)] : isRecord(inner) ? inner[name] : undefined),
    value,
  );
}

/** The value with another one at the path; undefined takes the field away. */
export function withValue(value: unknown, path: FieldPath, set: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return set;
  if (Array.isArray(value)) {
    const items = [...(value as unknown[])];
    if (rest.length === 0 && set === undefined) items.splice(Number(name), 1);
    else items[Number(name)] = withValue(items[Number(name)], rest, set);
    return items;
  }
  const fields = isRecord(value) ? value : {};
  if (rest.length === 0 && set === undefined)
    return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
  return { ...fields, [name]: withValue(fields[name], rest, set) };
}

export const withNodes = (canvas: Canvas, nodes: FlowDocument['nodes']): Canvas => ({
  ...canvas,
  document: { ...canvas.document, nodes },
});

export function withField(canvas: Canvas, nodeId: string, path: FieldPath, set: unknown): Canvas {
  const node = withValue(canvas.document.nodes[nodeId], path, set) as FlowNode;
  return withNodes(canvas, { ...canvas.document.nodes, [nodeId]: node });
}

export const withSetting = (canvas: Canvas, path: FieldPath, set: unknown): Canvas => ({
  ...canvas,
  document: withValue(canvas.document, path, set) as FlowDocument,
});

/** A name that no node has yet: the kind, then the kind with a number. */
export function freeId(document: FlowDocument, wish: string): string {
  if (!(wish in document.nodes)) return wish;
  const stem = wish.replace(/_\d+$/, '');
  for (let number = 2; ; number += 1) {
    const id = `${stem}_${String(number)}`;
    if (!(id in document.nodes)) return id;
  }
}

/** A new node; the first one of a flow is where it starts. */
export function withNode(canvas: Canvas, node: FlowNode, at: Point): [Canvas, string] {
  const id = freeId(canvas.document, node.kind);
  const document = { ...canvas.document, nodes: { ...canvas.document.nodes, [id]: node } };
  if (document.start === '') document.start = id;
  return [{ document, layout: { ...canvas.layout, [id]: at } }, id];
}
