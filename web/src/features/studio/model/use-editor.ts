import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';

import {
  flowsKey,
  journeyQuery,
  problemsQuery,
  saveDraft,
  type Draft,
  type FlowProblem,
  type FlowVersion,
} from '../api/flows';
import { arranged, NODE_WIDTH } from './arrange';
import { CanvasStore } from './canvas-store';
import { withNode, type Canvas, type Point } from './document';
import { copied, found, pasted, type Clipboard } from './editing';
import { blankNode, type FlowSchema } from './schema';
import { pathOf, type Trial } from './trial';

const NO_PROBLEMS: FlowProblem[] = [];
const FOCUS = { zoom: 1, duration: 300 };

/** Everything the editor's parts share: the canvas and its steps, what is chosen, the trial, and saving. */
export function useEditor(root: FlowSchema, draft: Draft, onError: (error: Error) => void) {
  const cache = useQueryClient();
  const { setCenter, screenToFlowPosition, fitView } = useReactFlow();
  const [store] = useState(() => new CanvasStore({ document: draft.document, layout: draft.layout }));
  const { canvas, canUndo, canRedo, isSaved } = useSyncExternalStore(store.subscribe, store.get);
  const [version, setVersion] = useState<FlowVersion>(draft.version);
  const [selected, select] = useState<ReadonlySet<string>>(new Set<string>());
  const [clipboard, setClipboard] = useState<Clipboard>({});
  const [search, setSearch] = useState('');
  const [trial, setTrial] = useState<Trial | null>(null);
  const [day, setDay] = useState<string | null>(null);
  const journey = useQuery(journeyQuery(version, day)).data;
  const problems = useQuery(problemsQuery(canvas.document)).data ?? NO_PROBLEMS;
  const readOnly = version.state === 'published' || version.state === 'retired';

  const change = useCallback(
    (next: Canvas) => {
      store.change(next);
    },
    [store],
  );
  const focus = useCallback(
    (id: string) => {
      const place = store.get().canvas.layout[id];
      if (place === undefined) return;
      select(new Set([id]));
      void setCenter(place[0] + NODE_WIDTH / 2, place[1] + 60, FOCUS);
    },
    [store, setCenter],
  );
  const add = useCallback(
    (kind: string, at?: Point) => {
      const middle = screenToFlowPosition({ x: window.innerWidth / 2 - 200, y: window.innerHeight / 2 });
      const beside = Object.keys(store.get().canvas.document.nodes).length * 24;
      const [next, id] = withNode(
        store.get().canvas,
        blankNode(root, kind),
        at ?? [Math.round(middle.x) + beside, Math.round(middle.y) + beside],
      );
      store.change(next);
      select(new Set([id]));
    },
    [root, store, screenToFlowPosition],
  );
  const save = useCallback(async (): Promise<FlowVersion | null> => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const sent = store.get().canvas;
    try {
      const saved = await saveDraft(version, version.revision, sent.document, sent.layout);
      store.markSaved(sent);
      setVersion(saved);
      await cache.invalidateQueries({ queryKey: [...flowsKey, 'list'] });
      return saved;
    } catch (error) {
      onError(error as Error);
      return null;
    }
  }, [store, version, cache, onError]);
  const arrange = useCallback(async () => {
    const before = store.get().canvas;
    store.change({ ...before, layout: await arranged(root, before.document) });
    await fitView({ maxZoom: 1, padding: 0.12, duration: 300 });
  }, [root, store, fitView]);

  const matches = useMemo(() => found(canvas, search), [canvas, search]);
  const path = useMemo(() => ({ ...pathOf(trial?.result), at: trial?.result.node_id ?? null }), [trial]);
  return {
    canvas,
    canUndo,
    canRedo,
    isSaved,
    version,
    setVersion,
    readOnly,
    day,
    setDay,
    journey: day === null ? undefined : journey,
    problems,
    selected,
    select,
    search,
    setSearch,
    matches,
    trial,
    setTrial,
    path,
    change,
    focus,
    add,
    save,
    arrange,
    undo: () => {
      store.undo();
    },
    redo: () => {
      store.redo();
    },
    copy: () => {
      setClipboard(copied(canvas, selected));
    },
    paste: () => {
      const [next, ids] = pasted(root, store.get().canvas, clipboard);
      if (readOnly || ids.size === 0) return;
      store.change(next);
      select(ids);
    },
  };
}

export type EditorState = ReturnType<typeof useEditor>;
