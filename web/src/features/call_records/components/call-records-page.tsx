import { AudioOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Popover, Table, type TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { Outlet, useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime, formatDuration, groupPhone } from '@/lib/format';
import { useRemembered } from '@/lib/remembered';
import { ResizableHeader, type ResizableHeaderProps } from '@/ui/resizable-header';

import { callRecordsQuery, type CallLine } from '../api/call-records';
import {
  COLUMN_KEYS,
  FIRST_CHOICE,
  FIXED_COLUMN,
  shownColumns,
  widthOf,
  withShown,
  withWidth,
  type ColumnChoice,
  type ColumnKey,
} from '../model/columns';
import styles from './call-records-page.module.css';
import { OutcomeTag } from './outcome-tag';

/** The list of calls; a line opens its details beside it, under an address of its own. */
export function CallRecordsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { contactId } = useParams();
  const records = useInfiniteQuery(callRecordsQuery);
  const [choice, setChoice] = useRemembered<ColumnChoice>('call_record_columns', FIRST_CHOICE);
  const columns = useCallColumns(choice, setChoice);
  const calls = useMemo(() => records.data?.pages.flatMap((page) => page.calls) ?? [], [records.data]);

  return (
    <section className={styles.page} aria-label={t('records.title')} data-testid="call-records">
      <header className={styles.header}>
        <h1 className={styles.title}>{t('records.title')}</h1>
        <span className={styles.count}>{t('records.count', { count: calls.length })}</span>
        <span className={styles.tools}>
          <Button
            icon={<ReloadOutlined />}
            loading={records.isRefetching}
            onClick={() => void records.refetch()}
            data-testid="records-reload"
          >
            {t('records.reload')}
          </Button>
          <ColumnChooser choice={choice} onChange={setChoice} />
        </span>
      </header>
      {records.isError ? <Alert type="error" showIcon title={t('records.failed')} /> : null}
      <div className={styles.table}>
        <Table<CallLine>
          rowKey="contact_id"
          size="middle"
          sticky
          loading={records.isPending}
          dataSource={calls}
          columns={columns}
          components={{ header: { cell: ResizableHeader } }}
          pagination={false}
          tableLayout="fixed"
          scroll={{ x: 'max-content' }}
          rowClassName={(call) =>
            call.contact_id === contactId ? (styles.chosen ?? '') : (styles.line ?? '')
          }
          onRow={(call) => ({
            onClick: () => void navigate(`/records/${call.contact_id}`),
            onKeyDown: (event) => {
              if (event.key === 'Enter') void navigate(`/records/${call.contact_id}`);
            },
            tabIndex: 0,
            'data-testid': 'call-record',
            'data-contact-id': call.contact_id,
          })}
          locale={{ emptyText: <div className={styles.empty}>{t('records.empty')}</div> }}
        />
        {records.hasNextPage ? (
          <div className={styles.more}>
            <Button loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
              {t('records.more')}
            </Button>
          </div>
        ) : null}
      </div>
      <Outlet />
    </section>
  );
}

function useCallColumns(
  choice: ColumnChoice,
  setChoice: (choice: ColumnChoice) => void,
): TableColumnsType<CallLine> {
  const { t, i18n } = useTranslation();
  const cells: Record<ColumnKey, (call: CallLine) => ReactNode> = {
    started_at: (call) => <span className="digits">{formatDayTime(call.started_at, i18n.language)}</span>,
    caller_number: (call) => (
      <span className="digits">
        {call.caller_number === null ? t('records.erased') : groupPhone(call.caller_number)}
      </span>
    ),
    called_number: (call) => <span className="digits">{call.called_number ?? t('value.none')}</span>,
    outcome: (call) => <OutcomeTag outcome={call.outcome} />,
    queues: (call) => names(call.queues) || t('value.none'),
    agents: (call) => names(call.agents) || t('value.none'),
    waiting_seconds: (call) => <span className="digits">{formatDuration(call.waiting_seconds)}</span>,
    talk_seconds: (call) => <span className="digits">{formatDuration(call.talk_seconds)}</span>,
    ended_by: (call) => endedBy(call.ended_by, i18n),
    recording: (call) =>
      call.recording_ids.length > 0 ? <AudioOutlined aria-label={t('records.has_recording')} /> : null,
    contact_id: (call) => <span className="digits">{call.contact_id}</span>,
  };
  return shownColumns(choice).map((key) => ({
    key,
    title: t(`records.column.${key}`),
    width: widthOf(choice, key),
    ellipsis: true,
    onHeaderCell: () =>
      ({
        width: widthOf(choice, key),
        onWidth: (width: number) => {
          setChoice(withWidth(choice, key, width));
        },
      }) as ResizableHeaderProps,
    render: (_, call) => cells[key](call),
  }));
}

const names = (things: readonly { name: string }[]): string => things.map(({ name }) => name).join(' / ');

function endedBy(who: string | null, i18n: ReturnType<typeof useTranslation>['i18n']): string {
  const key = `ended_by.${who ?? 'unknown'}`;
  return i18n.exists(key) ? String(i18n.t(key as never)) : (who ?? '');
}

function ColumnChooser({
  choice,
  onChange,
}: {
  choice: ColumnChoice;
  onChange: (choice: ColumnChoice) => void;
}) {
  const { t } = useTranslation();
  const boxes = (
    <Checkbox.Group
      className={styles.chooser ?? ''}
      value={shownColumns(choice)}
      options={COLUMN_KEYS.map((key) => ({
        value: key,
        label: t(`records.column.${key}`),
        disabled: key === FIXED_COLUMN,
      }))}
      onChange={(shown) => {
        onChange(withShown(choice, shown));
      }}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t('records.columns')} content={boxes}>
      <Button icon={<SettingOutlined />} aria-label={t('records.columns')} data-testid="records-columns" />
    </Popover>
  );
}
