import { Button, Empty, Input, Spin } from 'antd';
import { useState, type ReactNode } from 'react';

import { useTranslation } from '@/i18n';

import styles from './target-dialog.module.css';

export interface TargetLine {
  id: string;
  name: string;
  /** What is found by besides the name, and shown beside it. */
  detail: string;
  tag?: ReactNode;
  possible: boolean;
}

interface Needs {
  lines: readonly TargetLine[] | undefined;
  action: string;
  empty: string;
  onChoose: (id: string) => void;
}

/** Names to choose from, found by typing; each with a button of its own. */
export function TargetList({ lines, action, empty, onChoose }: Needs) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState('');
  if (lines === undefined) return <Spin className={styles.waiting ?? ''} />;
  const found = lines.filter((line) =>
    `${line.name} ${line.detail}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <>
      <Input
        autoFocus
        allowClear
        value={wanted}
        placeholder={t('call.target.find')}
        aria-label={t('call.target.find')}
        onChange={(event) => {
          setWanted(event.target.value);
        }}
        data-testid="find-target"
      />
      <ul className={styles.list}>
        {found.map((line) => (
          <li key={line.id} className={styles.line} data-testid="target" data-target={line.id}>
            <span className={styles.name}>{line.name}</span>
            <span className={styles.detail}>{line.detail}</span>
            <span className={styles.tag}>{line.tag}</span>
            <Button
              type="primary"
              ghost
              disabled={!line.possible}
              aria-label={t('call.target.choose', { action, name: line.name })}
              data-testid={`choose-${line.id}`}
              onClick={() => {
                onChoose(line.id);
              }}
            >
              {action}
            </Button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> : null}
    </>
  );
}
