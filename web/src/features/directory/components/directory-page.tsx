import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import registry from '@/ui/registry/registry.module.css';
import { WordTag } from '@/ui/word-tag';

import {
  changeEntry,
  createEntry,
  directoryKey,
  directoryQuery,
  hoursQuery,
  retireEntry,
  type DirectoryLine,
  type EntryBody,
} from '../api/directory';

const KINDS = ['department', 'leader', 'bank_clerk', 'branch', 'partner', 'other'] as const;
const NEW_ENTRY: EntryBody = { name: '', kind: 'department', number: '', calendar_id: null };
const NUMBER = /^\+?[0-9*#]{2,20}$/;

/** The directory: whom a call can be passed on to. Address: /administration/directory/:recordId. */
export function DirectoryPage() {
  const { t, i18n } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const entries = useQuery(directoryQuery);
  const calendars = useQuery(hoursQuery);
  const columns = useMemo<readonly RegistryColumn<DirectoryLine>[]>(() => {
    const hours = (entry: DirectoryLine) =>
      entry.calendar_id === null
        ? t('directory_settings.always')
        : (calendars.data?.calendars.find((each) => each.calendar_id === entry.calendar_id)?.name ?? '');
    return [
      { key: 'name', title: t('directory_settings.name'), width: 200, text: (entry) => entry.name },
      {
        key: 'kind',
        title: t('directory_settings.kind'),
        width: 120,
        text: (entry) => t(`directory_settings.kinds.${entry.kind}`),
      },
      {
        key: 'number',
        title: t('directory_settings.number'),
        width: 160,
        text: (entry) => entry.number,
        render: (entry) => <span className="digits">{entry.number}</span>,
      },
      { key: 'hours', title: t('directory_settings.calendar'), width: 180, text: hours },
      {
        key: 'open',
        title: t('directory_settings.now'),
        width: 240,
        text: (entry) => t(entry.is_open ? 'call.target.open' : 'call.target.closed'),
        render: (entry) =>
          entry.is_open ? (
            <WordTag tone="good">{t('call.target.open')}</WordTag>
          ) : (
            <>
              <WordTag tone="quiet">{t('call.target.closed')}</WordTag>{' '}
              <span className={registry.none}>
                {entry.next_opening === null
                  ? t('directory_settings.never')
                  : t('directory_settings.opens', { at: formatDayTime(entry.next_opening, i18n.language) })}
              </span>
            </>
          ),
      },
    ];
  }, [t, i18n.language, calendars.data]);
  const chosen = entries.data?.find((entry) => entry.entry_id === recordId);
  return (
    <RegistryPage<DirectoryLine>
      name="directory"
      title={t('administration.section.directory')}
      hint={t('directory_settings.hint')}
      columns={columns}
      rows={entries.data}
      rowKey={(entry) => entry.entry_id}
      chosen={recordId}
      problem={entries.error}
      createWords={t('directory_settings.create')}
    >
      {entries.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <EntryEditor
          key={recordId}
          entry={chosen ?? null}
          calendars={calendars.data?.calendars ?? []}
          close={() => void navigate(registryAddress('directory'))}
        />
      ) : null}
    </RegistryPage>
  );
}

interface Needs {
  entry: DirectoryLine | null;
  calendars: readonly { calendar_id: string; name: string }[];
  close: () => void;
}

function EntryEditor({ entry, calendars, close }: Needs) {
  const { t } = useTranslation();
  const stored: EntryBody =
    entry === null
      ? NEW_ENTRY
      : { name: entry.name, kind: entry.kind, number: entry.number, calendar_id: entry.calendar_id };
  return (
    <RecordEditor<EntryBody>
      title={entry === null ? t('directory_settings.create') : entry.name}
      stored={stored}
      version={entry?.version ?? 0}
      save={(values, version, params) =>
        entry === null ? createEntry(values, params) : changeEntry(entry.entry_id, version, values, params)
      }
      remove={
        entry === null
          ? undefined
          : {
              run: (params) => retireEntry(entry.entry_id, params),
              sure: t('directory_settings.remove_sure', { name: entry.name }),
            }
      }
      refresh={[directoryKey, ['administration', 'queues'], ['changes', 'directory_entry']]}
      label={(field) => t(`directory_settings.${field as 'name'}`)}
      close={close}
      width={520}
    >
      {() => (
        <>
          <Form.Item
            name="name"
            label={t('directory_settings.name')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.no_name') }]}
          >
            <Input maxLength={60} data-testid="entry-name" />
          </Form.Item>
          <Form.Item name="kind" label={t('directory_settings.kind')}>
            <Select
              options={KINDS.map((value) => ({ value, label: t(`directory_settings.kinds.${value}`) }))}
            />
          </Form.Item>
          <Form.Item
            name="number"
            label={t('directory_settings.number')}
            extra={t('directory_settings.number_note')}
            rules={[{ required: true, pattern: NUMBER, message: t('registry.fault.no_number') }]}
          >
            <Input maxLength={20} inputMode="tel" data-testid="entry-number" />
          </Form.Item>
          <Form.Item
            name="calendar_id"
            label={t('directory_settings.calendar')}
            extra={t('directory_settings.calendar_note')}
            getValueFromEvent={(value: string | undefined) => value ?? null}
          >
            <Select
              allowClear
              placeholder={t('directory_settings.always')}
              options={calendars.map(({ calendar_id, name }) => ({ value: calendar_id, label: name }))}
            />
          </Form.Item>
          {entry === null ? null : (
            <>
              <h3 className={registry.heading}>{t('registry.history')}</h3>
              <RecordHistory kind="directory_entry" recordId={entry.entry_id} version={entry.version} />
            </>
          )}
        </>
      )}
    </RecordEditor>
  );
}
