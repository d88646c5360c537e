import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Table, type InputRef } from 'antd';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';

import { useTranslation } from '@/i18n';
import { useRemembered } from '@/lib/remembered';
import { ResizableHeader, type ResizableHeaderProps } from '@/ui/resizable-header';

import { ColumnChooser } from './column-chooser';
import { ProblemAlert } from './problem-alert';
import styles from './registry.module.css';

export interface RegistryColumn<Row> {
  key: string;
  title: string;
  width: number;
  /** What is searched and sorted by. */
  text: (row: Row) => string;
  render?: (row: Row) => ReactNode;
  hiddenAtFirst?: boolean;
}

interface Needs<Row> {
  /** The part of the address behind /administration/, also what the columns are remembered by. */
  name: string;
  title: string;
  hint: string;
  columns: readonly RegistryColumn<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  chosen?: string | undefined;
  problem?: Error | null;
  createWords?: string;
  /** Between search and buttons: filters of this page's own. */
  tools?: ReactNode;
  children?: ReactNode;
}

interface Choice {
  hidden: string[] | null;
  widths: Record<string, number>;
}

const NARROWEST = 72;

export const registryAddress = (name: string, recordId?: string): string =>
  `/administration/${name}${recordId === undefined ? '' : `/${encodeURIComponent(recordId)}`}`;

/** A list of records: searched, sorted, its columns remembered; each record has an address of its own. */
export function RegistryPage<Row extends object>(needs: Needs<Row>) {
  const {
    name,
    title,
    hint,
    columns,
    rows,
    rowKey,
    chosen,
    problem = null,
    createWords,
    tools,
    children,
  } = needs;
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useRef<InputRef>(null);
  const [words, setWords] = useState('');
  const [choice, setChoice] = useRemembered<Choice>(`registry.${name}`, { hidden: null, widths: {} });
  const hidden = choice.hidden ?? columns.filter(({ hiddenAtFirst }) => hiddenAtFirst).map(({ key }) => key);
  const found = useMemo(() => matching(rows ?? [], columns, words), [rows, columns, words]);
  const open = (recordId: string) => void navigate(registryAddress(name, recordId));
  useRegistryKeys(
    () => search.current?.focus(),
    createWords === undefined || chosen !== undefined
      ? undefined
      : () => {
          open('new');
        },
  );

  return (
    <section className={styles.page} aria-label={title} data-testid={`registry-${name}`}>
      <header className={styles.header}>
        <div>
          <h1 className={styles.title}>
            {title}
            <span className={styles.count}>{t('registry.count', { shown: found.length })}</span>
          </h1>
          <p className={styles.hint}>{hint}</p>
        </div>
        <span className={styles.tools}>
          {tools}
          <Input
            ref={search}
            prefix={<SearchOutlined />}
            className={styles.search ?? ''}
            allowClear
            placeholder={t('registry.search')}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
            }}
            data-testid="registry-search"
          />
          <ColumnChooser
            columns={columns}
            hidden={hidden}
            onChange={(next) => {
              setChoice({ ...choice, hidden: next });
            }}
          />
          {createWords === undefined ? null : (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => {
                open('new');
              }}
              data-testid="registry-create"
            >
              {createWords}
            </Button>
          )}
        </span>
      </header>
      <ProblemAlert problem={problem} />
      <div className={styles.table} onKeyDown={moveFocus}>
        <Table<Row>
          rowKey={rowKey}
          size="middle"
          sticky
          loading={rows === undefined && problem === null}
          dataSource={[...found]}
          pagination={found.length > PAGE_SIZE ? { pageSize: PAGE_SIZE, showSizeChanger: false } : false}
          tableLayout="fixed"
          scroll={{ x: 'max-content' }}
          components={{ header: { cell: ResizableHeader } }}
          columns={columns
            .filter(({ key }) => !hidden.includes(key))
            .map(({ key, title: heading, width, text, render }) => ({
              key,
              title: heading,
              width: choice.widths[key] ?? width,
              ellipsis: true,
              sorter: (one: Row, other: Row) => text(one).localeCompare(text(other), 'zh', { numeric: true }),
              render: (_: unknown, row: Row) => (render === undefined ? text(row) : render(row)),
              onHeaderCell: (): ResizableHeaderProps => ({
                width: choice.widths[key] ?? width,
                onWidth: (drawn) => {
                  setChoice({
                    ...choice,
                    widths: { ...choice.widths, [key]: Math.max(NARROWEST, Math.round(drawn)) },
                  });
                },
              }),
            }))}
          rowClassName={(row) => (rowKey(row) === chosen ? (styles.chosen ?? '') : (styles.line ?? ''))}
          onRow={(row) => ({
            onClick: () => {
              open(rowKey(row));
            },
            onKeyDown: (event) => {
              if (event.key === 'Enter') open(rowKey(row));
            },
            tabIndex: 0,
            'data-testid': 'registry-row',
            'data-record-id': rowKey(row),
          })}
          locale={{
            emptyText: (
              <div className={styles.empty}>{t(words === '' ? 'registry.empty' : 'registry.none_found')}</div>
            ),
          }}
        />
      </div>
      {children}
    </section>
  );
}

const PAGE_SIZE = 100;

/** The rows that have every word somewhere. */
export function matching<Row>(
  rows: readonly Row[],
  columns: readonly RegistryColumn<Row>[],
  words: string,
): readonly Row[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return rows;
  return rows.filter((row) => {
    const told = columns.map(({ text }) => text(row).toLowerCase()).join('\n');
    return wanted.every((word) => told.includes(word));
  });
}

/** `/` goes to the search, `n` makes a new record, where nobody is writing. */
function useRegistryKeys(find: () => void, create: (() => void) | undefined): void {
  useEffect(() => {
    const pressed = (event: globalThis.KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const writing =
        target.closest('input, textarea, select, [contenteditable], .ant-drawer, .ant-modal') !== null;
      if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        find();
      } else if (event.key === 'n' && create !== undefined) {
        event.preventDefault();
        create();
      }
    };
    window.addEventListener('keydown', pressed);
    return () => {
      window.removeEventListener('keydown', pressed);
    };
  });
}

/** Up and down go from line to line. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const line = (event.target as HTMLElement).closest('tr[tabindex]');
  const next = event.key === 'ArrowDown' ? line?.nextElementSibling : line?.previousElementSibling;
  if (next instanceof HTMLElement && next.tabIndex === 0) {
    event.preventDefault();
    next.focus();
  }
}
