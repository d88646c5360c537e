import {
  Background,
  Controls,
  MarkerType,
  MiniMap,
  ReactFlow,
  useReactFlow,
  type Connection,
  type Edge,
  type NodeChange,
  type NodeMouseHandler,
} from '@xyflow/react';
import { useCallback, useMemo, useState, type DragEvent } from 'react';

import type { FlowJourney, FlowProblem } from '../api/flows';
import { withField, type Canvas, type Point } from '../model/document';
import { withoutNodes } from '../model/editing';
import { exitsOf, type FlowSchema } from '../model/schema';
import { FlowNodeView, type CanvasNode } from './flow-node';

import '@xyflow/react/dist/style.css';

export const DRAGGED_KIND = 'application/x-rexian-node-kind';

interface Needs {
  root: FlowSchema;
  canvas: Canvas;
  problems: FlowProblem[];
  selected: ReadonlySet<string>;
  found: ReadonlySet<string>;
  path: { nodes: Set<string>; ways: Set<string>; at: string | null };
  journey: FlowJourney | undefined;
  readOnly: boolean;
  change: (next: Canvas) => void;
  select: (ids: Set<string>) => void;
  add: (kind: string, at: Point) => void;
}

const NODE_TYPES = { flow: FlowNodeView };
const PASSED = { stroke: '#137547', strokeWidth: 3 };
const PLAIN = { stroke: '#8fa3bd', strokeWidth: 1.5 };

/** Nodes and ways on the canvas; whatever is done here becomes a step of the author. */
export function FlowCanvas(needs: Needs) {
  const { root, canvas, problems, selected, found, path, journey, readOnly, change, select, add } = needs;
  const { screenToFlowPosition } = useReactFlow();
  const [moving, setMoving] = useState<Record<string, Point>>({});
  const [measured, setMeasured] = useState<Record<string, { width: number; height: number }>>({});

  const nodes = useMemo<CanvasNode[]>(() => {
    const counts = new Map<string, number>();
    for (const { node_id: id } of problems) counts.set(id, (counts.get(id) ?? 0) + 1);
    return Object.entries(canvas.document.nodes).map(([id, content]) => {
      const [x, y] = moving[id] ?? canvas.layout[id] ?? [0, 0];
      return {
        id,
        type: 'flow',
        position: { x, y },
        selected: selected.has(id),
        ...(measured[id] === undefined ? {} : { measured: measured[id] }),
        data: {
          root,
          content,
          exits: exitsOf(root, content),
          isStart: canvas.document.start === id,
          problems: counts.get(id) ?? 0,
          passed: path.nodes.has(id),
          current: path.at === id,
          found: found.has(id),
          traffic: journey?.nodes.find((each) => each.node_id === id),
        },
      };
    });
  }, [root, canvas, problems, selected, found, path, journey, moving, measured]);

  const edges = useMemo<Edge[]>(
    () =>
      Object.entries(canvas.document.nodes).flatMap(([id, content]) =>
        exitsOf(root, content)
          .filter((exit) => exit.target in canvas.document.nodes)
          .map((exit) => {
            const passed = path.ways.has(`${id}>${exit.target}`);
            const count = journey?.ways.find(
              (way) => way.from_node_id === id && way.to_node_id === exit.target,
            )?.passed;
            return {
              id: `${id}>${exit.path.join('.')}`,
              source: id,
              sourceHandle: exit.path.join('.'),
              target: exit.target,
              ...(count === undefined ? {} : { label: String(count) }),
              animated: passed,
              style: passed ? PASSED : PLAIN,
              markerEnd: { type: MarkerType.ArrowClosed, color: passed ? PASSED.stroke : PLAIN.stroke },
              zIndex: passed ? 1 : 0,
            };
          }),
      ),
    [root, canvas, path, journey],
  );

  const follow = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const chosen = new Set(selected);
      const placed: Record<string, Point> = {};
      const dragged: Record<string, Point> = {};
      const sizes: Record<string, { width: number; height: number }> = {};
      for (const each of changes) {
        if (each.type === 'select' && each.selected) chosen.add(each.id);
        if (each.type === 'select' && !each.selected) chosen.delete(each.id);
        if (each.type === 'dimensions' && each.dimensions !== undefined) sizes[each.id] = each.dimensions;
        if (each.type === 'position' && each.position !== undefined)
          (each.dragging === true ? dragged : placed)[each.id] = [each.position.x, each.position.y];
      }
      if (changes.some((each) => each.type === 'select')) select(chosen);
      if (Object.keys(sizes).length > 0) setMeasured((before) => ({ ...before, ...sizes }));
      if (Object.keys(dragged).length > 0) setMoving((before) => ({ ...before, ...dragged }));
      if (Object.keys(placed).length > 0 && !readOnly) {
        setMoving({});
        change({ ...canvas, layout: { ...canvas.layout, ...placed } });
      }
    },
    [selected, select, canvas, change, readOnly],
  );

  const connect = ({ source, sourceHandle, target }: Connection) => {
    if (sourceHandle !== null && !readOnly)
      change(withField(canvas, source, sourceHandle.split('.'), target));
  };
  const remove = ({ nodes: gone, edges: cut }: { nodes: CanvasNode[]; edges: Edge[] }) => {
    let next = canvas;
    for (const edge of cut)
      if (edge.source in next.document.nodes)
        next = withField(next, edge.source, (edge.sourceHandle ?? '').split('.'), '');
    change(withoutNodes(root, next, new Set(gone.map((node) => node.id))));
    select(new Set());
  };
  const drop = (event: DragEvent) => {
    const kind = event.dataTransfer.getData(DRAGGED_KIND);
    if (kind === '') return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    add(kind, [Math.round(x), Math.round(y)]);
  };
  const choose: NodeMouseHandler<CanvasNode> = (event, node) => {
    if (!event.shiftKey && !event.ctrlKey) select(new Set([node.id]));
  };

  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      onNodesChange={follow}
      onConnect={connect}
      onDelete={remove}
      onNodeClick={choose}
      onPaneClick={() => {
        select(new Set());
      }}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      deleteKeyCode={readOnly ? null : ['Delete', 'Backspace']}
      multiSelectionKeyCode={['Shift', 'Control']}
      fitView
      fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
      minZoom={0.1}
      proOptions={{ hideAttribution: false }}
    >
      <Background gap={20} />
      <MiniMap pannable zoomable />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}
