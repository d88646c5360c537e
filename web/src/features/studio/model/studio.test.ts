import { describe, expect, it } from 'vitest';

import { CanvasStore } from './canvas-store';
import { freeId, withField, withNode, withValue, type Canvas, type FlowNode } from './document';
import { copied, found, pasted, renamed, withoutNodes } from './editing';
import { blankNode, exitsOf, readSchema } from './schema';
import { pathOf, tried } from './trial';

const node = { type: 'string', format: 'node' };
const SCHEMA = readSchema({
  properties: { flow_id: {}, nodes: {}, title: { type: 'string' }, start: node },
  required: ['title', 'start'],
  $defs: {
    Menu: {
      type: 'object',
      required: ['kind', 'text', 'options', 'on_failure'],
      properties: {
        kind: { const: 'menu' },
        text: { type: 'string' },
        options: { type: 'object', patternProperties: { '^[0-9*#]$': { $ref: '#/$defs/Option' } } },
        attempts: { type: 'integer', default: 3 },
        on_failure: node,
        on_error: { anyOf: [node, { type: 'null' }], default: null },
      },
    },
    Option: {
      type: 'object',
      required: ['label', 'next'],
      properties: { label: { type: 'string' }, next: node },
    },
    Split: {
      type: 'object',
      required: ['kind', 'cases'],
      properties: { kind: { const: 'split' }, cases: { type: 'array', items: { $ref: '#/$defs/Option' } } },
    },
  },
});
const MENU: FlowNode = {
  kind: 'menu',
  text: '请按键',
  options: { 1: { label: '查询', next: 'split' }, 0: { label: '人工', next: '' } },
  on_failure: 'menu',
};
const SPLIT: FlowNode = { kind: 'split', cases: [{ label: '是', next: 'menu' }] };

const canvas = (): Canvas => ({
  document: { flow_id: 'f', version: 1, title: '试', start: 'menu', nodes: { menu: MENU, split: SPLIT } },
  layout: { menu: [0, 0], split: [300, 0] },
});

describe('the schema', () => {
  it('gives the kinds and a node to begin with', () => {
    expect([...SCHEMA.kinds.keys()]).toEqual(['menu', 'split']);
    expect(blankNode(SCHEMA, 'menu')).toEqual({ kind: 'menu', text: '', options: {}, on_failure: '' });
    expect(Object.keys(SCHEMA.settings)).toEqual(['title', 'start']);
  });

  it('tells every way out, through mappings and lists, also those that lead nowhere yet', () => {
    expect(exitsOf(SCHEMA, MENU).map(({ path, target }) => [path.join('.'), target])).toEqual([
      ['options.0.next', ''],
      ['options.1.next', 'split'],
      ['on_failure', 'menu'],
      ['on_error', ''],
    ]);
    expect(exitsOf(SCHEMA, SPLIT)).toEqual([{ path: ['cases', '0', 'next'], target: 'menu' }]);
    expect(exitsOf(SCHEMA, { kind: 'unheard_of' })).toEqual([]);
  });
});

describe('editing', () => {
  it('sets and takes away fields without touching what was there', () => {
    const before = { list: ['a', 'b'], inner: { x: 1 } };
    expect(withValue(before, ['list', '0'], undefined)).toEqual({ list: ['b'], inner: { x: 1 } });
    expect(withValue(before, ['inner', 'x'], undefined)).toEqual({ list: ['a', 'b'], inner: {} });
    expect(before).toEqual({ list: ['a', 'b'], inner: { x: 1 } });
  });

  it('names new nodes by their kind and lets the first one be the start', () => {
    const empty: Canvas = { document: { ...canvas().document, start: '', nodes: {} }, layout: {} };
    const [one, first] = withNode(empty, MENU, [1, 2]);
    const [two, second] = withNode(one, MENU, [3, 4]);
    expect([first, second, two.document.start]).toEqual(['menu', 'menu_2', 'menu']);
    expect(freeId(two.document, 'menu_2')).toBe('menu_3');
  });

  it('takes nodes away together with the ways to them', () => {
    const left = withoutNodes(SCHEMA, canvas(), new Set(['menu']));
    expect(left.document.start).toBe('');
    expect(left.document.nodes).toEqual({ split: { kind: 'split', cases: [{ label: '是', next: '' }] } });
    expect(left.layout).toEqual({ split: [300, 0] });
  });

  it('renames a node wherever it is named, but not to a name that is taken', () => {
    const next = renamed(SCHEMA, canvas(), 'menu', 'main');
    expect(next.document.start).toBe('main');
    expect(Object.keys(next.document.nodes)).toEqual(['main', 'split']);
    expect(exitsOf(SCHEMA, next.document.nodes.split as FlowNode)[0]?.target).toBe('main');
    expect(exitsOf(SCHEMA, next.document.nodes.main as FlowNode)[2]?.target).toBe('main');
    expect(renamed(SCHEMA, next, 'main', 'split')).toBe(next);
  });

  it('pastes copies whose ways lead to one another', () => {
    const [next, ids] = pasted(SCHEMA, canvas(), copied(canvas(), new Set(['menu', 'split'])));
    expect([...ids]).toEqual(['menu_2', 'split_2']);
    expect(exitsOf(SCHEMA, next.document.nodes.menu_2 as FlowNode)[1]?.target).toBe('split_2');
    expect(next.layout.split_2).toEqual([340, 40]);
    expect(next.document.nodes.menu).toBe(MENU);
  });

  it('finds nodes by what stands in them', () => {
    expect(found(canvas(), '查询')).toEqual(['menu']);
    expect(found(canvas(), ' ')).toEqual([]);
  });
});

describe('the steps of an author', () => {
  it('are undone and done again, and known to be saved', () => {
    const store = new CanvasStore(canvas());
    const changed = withField(store.get().canvas, 'menu', ['text'], '您好');
    store.change(changed);
    expect(store.get()).toMatchObject({ canUndo: true, canRedo: false, isSaved: false });
    store.undo();
    expect(store.get()).toMatchObject({ canUndo: false, canRedo: true, isSaved: true });
    store.redo();
    store.markSaved(changed);
    expect(store.get()).toMatchObject({ canvas: changed, isSaved: true });
    store.undo();
    expect(store.get().isSaved).toBe(false);
    store.change(withField(store.get().canvas, 'menu', ['text'], '再见'));
    expect(store.get().canRedo).toBe(false);
  });
});

describe('a trial', () => {
  const step = (kind: string, node_id: string) => ({ event: 0, kind, node_id, fields: {} });
  const answer = (waits_for: string) => ({
    steps: [step('entered', 'a'), step('say', 'a'), step('entered', 'b')],
    node_id: 'b',
    waits_for,
    variables: {},
    fault: '',
  });

  it('hears prompts to their end by itself, or leaves that to the author', async () => {
    const run = (events: unknown[]) => Promise.resolve(answer(events.length < 2 ? 'say' : 'start_timer'));
    expect((await tried(run, [], true)).events).toHaveLength(2);
    expect((await tried(run, [], false)).events).toHaveLength(0);
  });

  it('lights the nodes that were passed and the ways between them', () => {
    const path = pathOf(answer(''));
    expect([[...path.nodes], [...path.ways]]).toEqual([['a', 'b'], ['a>b']]);
  });
});
