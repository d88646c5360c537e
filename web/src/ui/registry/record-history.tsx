import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';

import { answer, api } from '@/api/client';
import { useTranslation } from '@/i18n';
import type { operations } from '@/lib/generated/http';
import { formatDayTime } from '@/lib/format';

import { ProblemAlert } from './problem-alert';
import styles from './registry.module.css';

export type RecordKind = operations['list_changes']['parameters']['query']['kind'];

/** Who changed the record and when, newest first; read from the audit trail. */
export function RecordHistory({
  kind,
  recordId,
  version,
}: {
  kind: RecordKind;
  recordId: string;
  version: number;
}) {
  const { t, i18n } = useTranslation();
  const changes = useQuery({
    queryKey: ['changes', kind, recordId, version],
    queryFn: () => answer(api.GET('/api/changes', { params: { query: { kind, record_id: recordId } } })),
  });
  if (changes.data === undefined)
    return changes.isError ? <ProblemAlert problem={changes.error} /> : <Skeleton active />;
  if (changes.data.length === 0) return <p className={styles.none}>{t('registry.no_changes')}</p>;
  return (
    <ol className={styles.history} data-testid="record-history">
      {changes.data.map((change) => (
        <li key={`${change.time} ${change.action}`}>
          <span className="digits">{formatDayTime(change.time, i18n.language)}</span>
          <span>{change.by === '' ? t('registry.by_command') : change.by}</span>
          <strong>{wordOf(change.action, i18n)}</strong>
        </li>
      ))}
    </ol>
  );
}

function wordOf(action: string, i18n: ReturnType<typeof useTranslation>['i18n']): string {
  const key = `registry.action.${action}`;
  return i18n.exists(key) ? String(i18n.t(key as never)) : action;
}
