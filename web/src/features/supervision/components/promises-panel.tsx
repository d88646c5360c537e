import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';

import { useTranslation } from '@/i18n';
import { formatTime, groupPhone } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { RunningTime } from '@/ui/running-time';
import { WordTag, type Tone } from '@/ui/word-tag';

import { promisesQuery, type Promised } from '../api/promises';
import { CancelPromiseButton } from './cancel-promise-button';

const TONES: Record<Promised['state'], Tone> = { waiting: 'info', ringing: 'good', resting: 'wait' };

/** Who was promised a call-back: since when, at which place, how often tried, and when next. */
export function PromisesPanel() {
  const { t, i18n } = useTranslation();
  const promises = useQuery(promisesQuery);
  const time = (value: string | null) =>
    value === null ? t('value.none') : formatTime(value, i18n.language);
  const columns: TableColumnsType<Promised> = [
    {
      title: t('promises.column.number'),
      render: (_, promise) => <span className="digits">{groupPhone(promise.number)}</span>,
    },
    { title: t('promises.column.queue'), dataIndex: 'queue_name' },
    {
      title: t('promises.column.reason'),
      render: (_, promise) => t(promise.reason === 'lost' ? 'promises.reason.lost' : 'promises.reason.asked'),
    },
    {
      title: t('promises.column.since'),
      render: (_, promise) => (
        <>
          {time(promise.waiting_since)} <RunningTime since={promise.waiting_since} />
        </>
      ),
    },
    {
      title: t('promises.column.place'),
      render: (_, promise) =>
        promise.place === null ? t('value.none') : t('promises.place', { place: promise.place }),
    },
    {
      title: t('promises.column.attempts'),
      render: (_, promise) => `${String(promise.attempts)} / ${String(promise.attempts_allowed)}`,
    },
    {
      title: t('promises.column.next'),
      render: (_, promise) => (
        <>
          <WordTag tone={TONES[promise.state]}>{t(`promises.state.${promise.state}`)}</WordTag>{' '}
          {promise.next_attempt_at === null ? null : time(promise.next_attempt_at)}
        </>
      ),
    },
    { title: t('promises.column.expires'), render: (_, promise) => time(promise.expires_at) },
    { title: '', align: 'right', render: (_, promise) => <CancelPromiseButton promise={promise} /> },
  ];
  return (
    <Panel title={t('promises.title')} testId="promises">
      <Table<Promised>
        rowKey="contact_id"
        size="small"
        pagination={false}
        columns={columns}
        dataSource={[...(promises.data ?? [])]}
        locale={{ emptyText: t('promises.none') }}
        onRow={(promise) =>
          ({ 'data-testid': 'promise', 'data-state': promise.state }) as React.HTMLAttributes<HTMLElement>
        }
      />
    </Panel>
  );
}
