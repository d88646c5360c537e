import { useQuery } from '@tanstack/react-query';
import { Descriptions, Drawer, Table } from 'antd';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';

import { resultsQuery, type ObjectResult, type ObjectStatus, type ObjectView } from '../api/objects';
import { labelOf, nameOf } from './object-names';
import { SettingsForm } from './settings-form';

interface Needs {
  view: ObjectView | null;
  onClose: () => void;
}

/** One object: what it may use, its settings, and its newest answers. */
export function ObjectDrawer({ view, onClose }: Needs) {
  return (
    <Drawer
      size={720}
      open={view !== null}
      onClose={onClose}
      title={view === null ? '' : nameOf(view.status)}
      destroyOnHidden
    >
      {view === null ? null : <Details view={view} />}
    </Drawer>
  );
}

function Details({ view }: { view: ObjectView }) {
  const { t, i18n } = useTranslation();
  const { status } = view;
  const items = [
    { key: 'origin', label: t('objects.origin'), children: t(`objects.origins.${originOf(status)}`) },
    {
      key: 'limits',
      label: t('objects.limits'),
      children: t('objects.limits_value', {
        seconds: status.time_seconds,
        memory: status.memory_mb,
        concurrency: status.concurrency,
      }),
    },
    {
      key: 'permissions',
      label: t('objects.permissions'),
      children: status.permissions.join(', ') || t('value.none'),
    },
    { key: 'starts', label: t('objects.starts'), children: status.starts },
    { key: 'shared', label: t('objects.shared'), children: status.shared },
    { key: 'stood_in', label: t('objects.stood_in'), children: status.stood_in },
    ...(status.taken_out_at === null
      ? []
      : [
          {
            key: 'taken_out_at',
            label: t('objects.taken_out_at'),
            children: formatDayTime(status.taken_out_at, i18n.language),
          },
        ]),
  ];
  return (
    <>
      <Descriptions size="small" column={2} items={items} />
      <SettingsForm key={view.wish_version} view={view} />
      <Results status={status} />
    </>
  );
}

const ORIGINS = ['shipped', 'dropped', 'installed'] as const;

const originOf = (status: ObjectStatus) => ORIGINS.find((origin) => origin === status.origin) ?? 'dropped';

function Results({ status }: { status: ObjectStatus }) {
  const { t, i18n } = useTranslation();
  const results = useQuery(resultsQuery(status.name));
  return (
    <Table<ObjectResult>
      rowKey="result_id"
      size="small"
      title={() => t('objects.results')}
      loading={results.isPending}
      dataSource={results.data ?? []}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      columns={[
        {
          key: 'at',
          title: t('objects.result.at'),
          render: (_, row) => <span className="digits">{formatDayTime(row.at, i18n.language)}</span>,
        },
        {
          key: 'rule',
          title: t('objects.result.rule'),
          render: (_, row) => labelOf(status, `rules.${row.rule}`),
        },
        {
          key: 'outcome',
          title: t('objects.result.outcome'),
          render: (_, row) => <Outcome row={row} />,
        },
        {
          key: 'elapsed',
          align: 'right',
          title: t('objects.result.elapsed'),
          render: (_, row) => <span className="digits">{row.elapsed_ms}</span>,
        },
        {
          key: 'contact',
          title: t('objects.result.contact'),
          render: (_, row) => <span className="digits">{row.contact_id || t('value.none')}</span>,
        },
      ]}
      data-testid="object-results"
    />
  );
}

const OUTCOMES = [
  'ok',
  'not_found',
  'refused',
  'locked',
  'invalid',
  'timeout',
  'unavailable',
  'failed',
] as const;

function Outcome({ row }: { row: ObjectResult }) {
  const { t } = useTranslation();
  const known = OUTCOMES.find((outcome) => outcome === row.outcome);
  const word = known === undefined ? row.outcome : t(`objects.outcome.${known}`);
  return row.reason === null ? word : `${word} (${row.reason})`;
}
