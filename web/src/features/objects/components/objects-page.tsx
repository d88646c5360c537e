import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

import { objectsQuery, useObjectWish, type ObjectView } from '../api/objects';
import { ObjectActions } from './object-actions';
import { ObjectDrawer } from './object-drawer';
import { nameOf } from './object-names';
import { ObjectState } from './object-state';
import styles from './objects-page.module.css';

/** How the business objects stand, and what an administrator can do about it while calls go on. */
export function ObjectsPage() {
  const { t } = useTranslation();
  const objects = useQuery(objectsQuery);
  const wish = useObjectWish();
  const [open, setOpen] = useState<string | null>(null);
  const columns = useObjectColumns(setOpen);
  const views = objects.data ?? [];
  const out = views.filter((view) => view.status.state === 'taken_out');

  return (
    <section className={styles.page} aria-label={t('objects.title')} data-testid="objects">
      <header className={styles.header}>
        <h1 className={styles.title}>{t('objects.title')}</h1>
        <span className={styles.count}>{t('objects.count', { count: views.length })}</span>
        <span className={styles.tools}>
          <Button
            icon={<SearchOutlined />}
            loading={wish.isPending}
            onClick={() => {
              wish.mutate({ kind: 'scan', name: '' });
            }}
            data-testid="objects-scan"
          >
            {t('objects.scan')}
          </Button>
        </span>
      </header>
      {objects.isError ? <Alert type="error" showIcon banner title={t('objects.failed')} /> : null}
      {out.map(({ status }) => (
        <Alert
          key={status.name}
          type="error"
          showIcon
          banner
          title={t('objects.alarm', { name: nameOf(status) })}
          data-testid="object-alarm"
        />
      ))}
      <div className={styles.table}>
        <Table<ObjectView>
          rowKey={(view) => view.status.name}
          size="middle"
          sticky
          loading={objects.isPending}
          dataSource={views}
          columns={columns}
          pagination={false}
          scroll={{ x: 'max-content' }}
          onRow={(view) => ({ 'data-testid': `object-${view.status.name}` }) as object}
        />
      </div>
      <ObjectDrawer
        view={views.find((view) => view.status.name === open) ?? null}
        onClose={() => {
          setOpen(null);
        }}
      />
    </section>
  );
}

function useObjectColumns(onOpen: (name: string) => void): TableColumnsType<ObjectView> {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('objects.column.name'),
      render: (_, { status }) => (
        <Button
          type="link"
          className={styles.name ?? ''}
          onClick={() => {
            onOpen(status.name);
          }}
          data-testid="object-open"
        >
          {nameOf(status)}
          <small className={styles.code}>{status.name}</small>
        </Button>
      ),
    },
    {
      key: 'state',
      title: t('objects.column.state'),
      render: (_, { status }) => <ObjectState status={status} />,
    },
    {
      key: 'version',
      title: t('objects.column.version'),
      render: (_, { status }) => (
        <span className="digits" data-testid="object-version">
          {status.version}
          {status.version_on_disk !== null && status.version_on_disk !== status.version ? (
            <small className={styles.waiting}>
              {t('objects.waiting', { version: status.version_on_disk })}
            </small>
          ) : null}
        </span>
      ),
    },
    {
      key: 'calls',
      align: 'right',
      title: t('objects.column.calls'),
      render: (_, { status }) => <span className="digits">{status.calls}</span>,
    },
    {
      key: 'errors',
      align: 'right',
      title: t('objects.column.errors'),
      render: (_, { status }) => (
        <span className={`digits ${status.errors > 0 ? (styles.bad ?? '') : ''}`}>{status.errors}</span>
      ),
    },
    {
      key: 'latency',
      align: 'right',
      title: t('objects.column.latency'),
      render: (_, { status }) => (
        <span className="digits">
          {status.median_ms === null || status.p95_ms === null
            ? t('value.none')
            : `${status.median_ms.toFixed(0)} / ${status.p95_ms.toFixed(0)}`}
        </span>
      ),
    },
    {
      key: 'actions',
      title: t('objects.column.actions'),
      render: (_, view) => <ObjectActions view={view} />,
    },
  ];
}
