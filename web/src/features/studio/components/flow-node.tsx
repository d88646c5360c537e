import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';

import { useTranslation } from '@/i18n';

import type { NodeTraffic } from '../api/flows';
import type { FlowNode as Content } from '../model/document';
import { textOf } from '../model/editing';
import type { Exit, FlowSchema } from '../model/schema';
import { useWords } from '../model/use-words';
import styles from './flow-node.module.css';

export interface NodeData extends Record<string, unknown> {
  root: FlowSchema;
  content: Content;
  exits: Exit[];
  isStart: boolean;
  problems: number;
  passed: boolean;
  current: boolean;
  found: boolean;
  traffic: NodeTraffic | undefined;
}

export type CanvasNode = Node<NodeData, 'flow'>;

/** A node on the canvas: what it is, what it says, and one handle for each way out. */
export function FlowNodeView({ id, data, selected }: NodeProps<CanvasNode>) {
  const { t } = useTranslation();
  const words = useWords(data.root);
  const { content, exits, isStart, problems, passed, current, found, traffic } = data;
  const says = textOf(content, 'text') || textOf(content, 'queue_id') || textOf(content, 'variable');
  return (
    <div
      className={styles.node}
      data-testid={`node-${id}`}
      data-selected={selected}
      data-passed={passed}
      data-current={current}
      data-found={found}
      data-problems={problems}
    >
      <Handle type="target" position={Position.Left} className={styles.target ?? ''} />
      <header className={styles.head}>
        <span className={styles.kind}>{words.kind(content.kind)}</span>
        {isStart ? <span className={styles.start}>{t('studio.canvas.start')}</span> : null}
        {problems > 0 ? <span className={styles.problem}>{problems}</span> : null}
      </header>
      <div className={styles.id}>{id}</div>
      {says === '' ? null : <div className={styles.text}>{says}</div>}
      {traffic === undefined ? null : (
        <div className={styles.traffic} data-testid={`traffic-${id}`}>
          {t('studio.journey.traffic', {
            entered: traffic.entered,
            gave_up: traffic.gave_up,
            asked_person: traffic.asked_person,
          })}
        </div>
      )}
      {exits.map((exit) => (
        <div key={exit.path.join('.')} className={styles.exit} data-open={exit.target === ''}>
          {words.exit(content, exit)}
          <Handle
            type="source"
            id={exit.path.join('.')}
            position={Position.Right}
            className={styles.source ?? ''}
            data-testid={`exit-${id}-${exit.path.join('.')}`}
          />
        </div>
      ))}
    </div>
  );
}
