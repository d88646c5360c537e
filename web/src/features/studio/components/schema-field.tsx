import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState, type ReactNode } from 'react';

import { useTranslation } from '@/i18n';

import { isRecord, type FieldPath } from '../model/document';
import { blankValue, entrySchema, namesNode, resolved, type FlowSchema, type Schema } from '../model/schema';
import type { Words } from '../model/use-words';
import styles from './node-form.module.css';

export interface FormParts {
  root: FlowSchema;
  nodeIds: string[];
  words: Words;
  readOnly: boolean;
  change: (path: FieldPath, value: unknown) => void;
}

interface Needs {
  parts: FormParts;
  schema: Schema;
  path: FieldPath;
  value: unknown;
}

/** A field of a node, whatever its schema is. */
export function SchemaField({ parts, schema: declared, path, value }: Needs) {
  const name = path.at(-1) ?? '';
  const { schema, optional } = resolved(parts.root, declared);
  if (schema.const !== undefined && !optional) return null;
  const isGroup = schema.type === 'object' || schema.type === 'array';
  const label = parts.words.titled(declared, name);
  return (
    <div className={styles.field} data-testid={`field-${path.join('.')}`}>
      <div className={styles.label} title={declared.description ?? schema.description}>
        <span>{label}</span>
        {isGroup && optional ? (
          <Switch
            size="small"
            checked={value !== null && value !== undefined}
            disabled={parts.readOnly}
            aria-label={label}
            onChange={(on) => {
              parts.change(path, on ? blankValue(parts.root, withoutDefault(schema)) : null);
            }}
          />
        ) : null}
      </div>
      {isGroup ? (
        optional && (value === null || value === undefined) ? null : (
          <Group parts={parts} schema={schema} path={path} value={value} />
        )
      ) : (
        <Plain parts={parts} schema={schema} path={path} value={value} optional={optional} label={label} />
      )}
    </div>
  );
}

const withoutDefault = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).filter(([name]) => name !== 'default'));

function Plain({
  parts,
  schema,
  path,
  value,
  optional,
  label,
}: Needs & { optional: boolean; label: string }) {
  const { change, readOnly, nodeIds } = parts;
  const set = (next: unknown) => {
    change(path, next);
  };
  const common = { disabled: readOnly, 'aria-label': label, style: { width: '100%' } };
  if (namesNode(schema))
    return (
      <Select
        {...common}
        showSearch
        allowClear
        value={typeof value === 'string' && value !== '' ? value : null}
        options={[
          ...nodeIds.map((id) => ({ value: id, label: id })),
          ...Object.keys(parts.root.places).map((id) => ({ value: id, label: parts.words.place(id) })),
        ]}
        onChange={(id: string | null | undefined) => {
          set(id ?? (optional ? null : ''));
        }}
      />
    );
  const shown = value === undefined ? schema.default : value;
  if (schema.enum !== undefined)
    return (
      <Select
        {...common}
        allowClear={optional}
        value={shown === undefined ? null : (shown as string | null)}
        options={schema.enum.map((each) => ({ value: String(each), label: parts.words.field(String(each)) }))}
        onChange={(next: string | null | undefined) => {
          set(next ?? null);
        }}
      />
    );
  if (schema.type === 'boolean')
    return <Switch disabled={readOnly} checked={shown === true} aria-label={label} onChange={set} />;
  if (schema.type === 'integer' || schema.type === 'number')
    return (
      <InputNumber
        {...common}
        value={typeof shown === 'number' ? shown : null}
        {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
        {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
        {...(schema.type === 'integer' ? { precision: 0 } : {})}
        onChange={(next) => {
          set(next ?? (optional ? null : schema.default));
        }}
      />
    );
  const long = schema.format === 'prompt' || path.some((name) => name.includes('text'));
  const written = (text: string): unknown => {
    if (text === '' && optional) return null;
    return schema.type === 'any' && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
  };
  return (
    <Words
      key={JSON.stringify(shown ?? '')}
      long={long}
      label={label}
      readOnly={readOnly}
      text={typeof shown === 'string' || typeof shown === 'number' ? String(shown) : ''}
      commit={(text) => {
        set(written(text));
      }}
    />
  );
}

interface WordsNeeds {
  text: string;
  long: boolean;
  label: string;
  readOnly: boolean;
  commit: (text: string) => void;
}

/** A text, one step of the author when the field is left. */
function Words({ text, long, label, readOnly, commit }: WordsNeeds) {
  const [typed, type] = useState(text);
  const props = {
    value: typed,
    disabled: readOnly,
    'aria-label': label,
    onChange: (event: { target: { value: string } }) => {
      type(event.target.value);
    },
    onBlur: () => {
      if (typed !== text) commit(typed);
    },
  };
  return long ? <Input.TextArea {...props} autoSize={{ minRows: 2, maxRows: 8 }} /> : <Input {...props} />;
}

/** A field of several parts: named ones, entries under keys of the author's choice, or a list. */
function Group({ parts, schema, path, value }: Needs) {
  const entries = entrySchema(schema);
  if (entries !== undefined)
    return <Entries parts={parts} schema={entries} path={path} value={value} of={schema} />;
  if (schema.type === 'array')
    return <List parts={parts} schema={schema.items ?? {}} path={path} value={value} />;
  const record = isRecord(value) ? value : {};
  return (
    <div className={styles.group}>
      {Object.entries(schema.properties ?? {}).map(([name, each]) => (
        <SchemaField key={name} parts={parts} schema={each} path={[...path, name]} value={record[name]} />
      ))}
    </div>
  );
}

/** The keys that a mapping may have, where the schema names them. */
function keysOf(schema: Schema): string[] | undefined {
  const names = schema.propertyNames?.enum;
  if (names !== undefined) return names.map(String);
  const pattern = Object.keys(schema.patternProperties ?? {})[0];
  return pattern === '^[0-9*#]$' ? [...'1234567890*#'] : undefined;
}

function Entries({ parts, schema, path, value, of }: Needs & { of: Schema }) {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const record = isRecord(value) ? value : {};
  const open = keysOf(of)?.filter((choice) => !(choice in record));
  const valueTitle = (choice: string) =>
    parts.words.titled({ 'x-titles': of['x-value-titles']?.[choice] }, choice);
  const add = (name: string) => {
    if (name === '' || name in record) return;
    parts.change([...path, name], blankValue(parts.root, schema));
    setKey('');
  };
  return (
    <div className={styles.group}>
      {Object.entries(record).map(([name, each]) => (
        <Removable key={name} parts={parts} path={[...path, name]}>
          <SchemaField parts={parts} schema={schema} path={[...path, name]} value={each} />
        </Removable>
      ))}
      {parts.readOnly ? null : open === undefined ? (
        <Input
          size="small"
          value={key}
          placeholder={t('studio.form.add_key')}
          aria-label={t('studio.form.add_key')}
          data-testid={`add-${path.join('.')}`}
          onChange={(event) => {
            setKey(event.target.value.trim());
          }}
          onPressEnter={() => {
            add(key);
          }}
          onBlur={() => {
            add(key);
          }}
        />
      ) : (
        <div className={styles.keys} data-testid={`add-${path.join('.')}`}>
          {open.map((choice) => (
            <Button
              key={choice}
              size="small"
              onClick={() => {
                add(choice);
              }}
              data-testid={`add-${path.join('.')}-${choice}`}
            >
              {valueTitle(choice)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function List({ parts, schema, path, value }: Needs) {
  const { t } = useTranslation();
  const items: unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className={styles.group}>
      {items.map((each, place) => (
        <Removable key={place} parts={parts} path={[...path, String(place)]}>
          <SchemaField parts={parts} schema={schema} path={[...path, String(place)]} value={each} />
        </Removable>
      ))}
      {parts.readOnly ? null : (
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => {
            parts.change(path, [...items, blankValue(parts.root, schema)]);
          }}
          data-testid={`add-${path.join('.')}`}
        >
          {t('studio.form.add')}
        </Button>
      )}
    </div>
  );
}

function Removable({ parts, path, children }: { parts: FormParts; path: FieldPath; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.entry}>
      <div className={styles.entryBody}>{children}</div>
      {parts.readOnly ? null : (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('studio.form.remove')}
          onClick={() => {
            parts.change(path, undefined);
          }}
          data-testid={`remove-${path.join('.')}`}
        />
      )}
    </div>
  );
}
