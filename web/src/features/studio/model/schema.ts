/** The schema of flow documents, as the server gives it: palette, forms and edges are all made from it. */
import { isRecord, type FieldPath, type FlowNode } from './document';

export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
  patternProperties?: Record<string, Schema>;
  propertyNames?: Schema;
  minimum?: number;
  maximum?: number;
  format?: string;
  readOnly?: boolean;
  'x-titles'?: Titles | undefined;
  'x-value-titles'?: Record<string, Titles>;
}

/** A title in each language that the schema has. */
export type Titles = Record<string, string>;

export interface FlowSchema {
  definitions: Record<string, Schema>;
  settings: Record<string, Schema>;
  required: string[];
  /** By the name of the kind, in the order of the palette. */
  kinds: Map<string, Schema>;
  /** Where a way may lead besides nodes (the way to a person, say), by what stands in the document. */
  places: Record<string, Titles>;
}

/** A way out of a node: the field that names the next one. */
export interface Exit {
  path: FieldPath;
  target: string;
}

const HEAD = new Set(['format', 'flow_id', 'version', 'nodes']);

const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** Whether a field names the node that comes next. */
export const namesNode = (schema: Schema): boolean => schema.format === 'node';

export function readSchema(document: Record<string, unknown>): FlowSchema {
  const definitions = (document.$defs ?? {}) as Record<string, Schema>;
  const root =
    typeof document.$ref === 'string' ? definitions[lastPart(document.$ref)] : (document as Schema);
  const settings = Object.fromEntries(
    Object.entries(root?.properties ?? {}).filter(
      ([name, each]) => !HEAD.has(name) && each.readOnly !== true,
    ),
  );
  const kinds = new Map<string, Schema>();
  for (const definition of Object.values(definitions)) {
    const kind = definition.properties?.kind?.const;
    if (typeof kind === 'string') kinds.set(kind, definition);
  }
  const places = (document['x-places'] ?? {}) as Record<string, Titles>;
  return { definitions, settings, required: root?.required ?? [], kinds, places };
}

/** The schema without references, and without the choice of null; `optional` tells that null is allowed. */
export function resolved(root: FlowSchema, schema: Schema): { schema: Schema; optional: boolean } {
  if (schema.$ref !== undefined) {
    return resolved(root, root.definitions[lastPart(schema.$ref)] ?? {});
  }
  const choices = schema.anyOf?.filter((each) => each.type !== 'null');
  if (schema.anyOf === undefined || choices?.[0] === undefined) return { schema, optional: false };
  const optional = choices.length < schema.anyOf.length;
  if (choices.length > 1) return { schema: { ...schema, type: 'any' }, optional };
  return { schema: resolved(root, choices[0]).schema, optional };
}

/** The schema of the entries of a mapping whose keys the author chooses; undefined for any other schema. */
export function entrySchema(schema: Schema): Schema | undefined {
  if (schema.type !== 'object' || schema.properties !== undefined) return undefined;
  const byPattern = Object.values(schema.patternProperties ?? {})[0];
  if (byPattern !== undefined) return byPattern;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}

/** A value to begin with: defaults, empty texts, and nothing that may be left out. */
export function blankValue(root: FlowSchema, declared: Schema): unknown {
  const { schema, optional } = resolved(root, declared);
  if (declared.default !== undefined) return declared.default;
  if (schema.const !== undefined) return schema.const;
  if (optional) return null;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'object': {
      if (schema.properties === undefined) return {};
      const named = Object.entries(schema.properties).filter(([name]) => schema.required?.includes(name));
      return Object.fromEntries(named.map(([name, each]) => [name, blankValue(root, each)]));
    }
    case 'array':
      return [];
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return false;
    default:
      return '';
  }
}

export const blankNode = (root: FlowSchema, kind: string): FlowNode =>
  blankValue(root, root.kinds.get(kind) ?? {}) as FlowNode;

/** Every way out of a node, also those that lead nowhere yet. */
export function exitsOf(root: FlowSchema, node: FlowNode): Exit[] {
  const schema = root.kinds.get(node.kind);
  return schema === undefined ? [] : [...exitsIn(root, schema, node, [])];
}

function* exitsIn(root: FlowSchema, declared: Schema, value: unknown, path: FieldPath): Generator<Exit> {
  const { schema } = resolved(root, declared);
  if (namesNode(schema)) {
    yield { path, target: typeof value === 'string' ? value : '' };
    return;
  }
  const entries = entrySchema(schema);
  if (entries !== undefined) {
    for (const [name, each] of Object.entries(isRecord(value) ? value : {}))
      yield* exitsIn(root, entries, each, [...path, name]);
  } else if (schema.type === 'array') {
    for (const [place, each] of (Array.isArray(value) ? value : []).entries())
      yield* exitsIn(root, schema.items ?? {}, each, [...path, String(place)]);
  } else if (isRecord(value) || path.length === 0) {
    for (const [name, each] of Object.entries(schema.properties ?? {}))
      yield* exitsIn(root, each, isRecord(value) ? value[name] : undefined, [...path, name]);
  }
}
