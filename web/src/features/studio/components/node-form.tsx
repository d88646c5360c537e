import { Input } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

import { withField, withSetting, type Canvas, type FieldPath } from '../model/document';
import { renamed } from '../model/editing';
import type { FlowSchema } from '../model/schema';
import { useWords } from '../model/use-words';
import styles from './node-form.module.css';
import { SchemaField, type FormParts } from './schema-field';

interface Needs {
  root: FlowSchema;
  canvas: Canvas;
  nodeId: string | null;
  readOnly: boolean;
  change: (next: Canvas) => void;
  select: (id: string) => void;
}

/** The form of the chosen node, or of the flow's own settings while none is chosen. */
export function NodeForm({ root, canvas, nodeId, readOnly, change, select }: Needs) {
  const { t } = useTranslation();
  const words = useWords(root);
  const node = nodeId === null ? undefined : canvas.document.nodes[nodeId];
  const nodeIds = Object.keys(canvas.document.nodes);
  const parts = (set: (path: FieldPath, value: unknown) => Canvas): FormParts => ({
    root,
    nodeIds,
    words,
    readOnly,
    change: (path, value) => {
      change(set(path, value));
    },
  });
  if (nodeId === null || node === undefined)
    return (
      <div className={styles.form} data-testid="flow-settings">
        <strong>{t('studio.form.flow')}</strong>
        {Object.entries(root.settings).map(([name, schema]) => (
          <SchemaField
            key={name}
            parts={parts((path, value) => withSetting(canvas, path, value))}
            schema={schema}
            path={[name]}
            value={canvas.document[name]}
          />
        ))}
      </div>
    );
  const schema = root.kinds.get(node.kind);
  return (
    <div className={styles.form} key={nodeId} data-testid="node-form" data-node={nodeId}>
      <strong>{words.kind(node.kind)}</strong>
      <NodeName
        id={nodeId}
        readOnly={readOnly}
        rename={(name) => {
          const next = renamed(root, canvas, nodeId, name);
          change(next);
          if (next !== canvas) select(name);
        }}
      />
      {schema === undefined ? <span className={styles.quiet}>{t('studio.form.unknown_kind')}</span> : null}
      {Object.entries(schema?.properties ?? {}).map(([name, each]) => (
        <SchemaField
          key={name}
          parts={parts((path, value) => withField(canvas, nodeId, path, value))}
          schema={each}
          path={[name]}
          value={node[name]}
        />
      ))}
    </div>
  );
}

function NodeName({
  id,
  readOnly,
  rename,
}: {
  id: string;
  readOnly: boolean;
  rename: (name: string) => void;
}) {
  const { t } = useTranslation();
  const [typed, type] = useState(id);
  return (
    <div className={styles.field}>
      <div className={styles.label}>{t('studio.form.node_id')}</div>
      <Input
        value={typed}
        disabled={readOnly}
        aria-label={t('studio.form.node_id')}
        data-testid="node-id"
        onChange={(event) => {
          type(event.target.value.replace(/[^\w-]/g, '_'));
        }}
        onBlur={() => {
          if (typed !== id) rename(typed);
        }}
      />
    </div>
  );
}
