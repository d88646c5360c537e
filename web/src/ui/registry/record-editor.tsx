import { App, Button, Drawer, Form, Popconfirm, type FormInstance } from 'antd';
import { useEffect, useState, type CSSProperties, type ReactNode } from 'react';

import type { QueryKey } from '@tanstack/react-query';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';

import { faultsOf, ProblemAlert, useFaultWords } from './problem-alert';
import styles from './registry.module.css';
import { useChange, type ChangeHeader } from './use-change';

/* A ringing call must stay in sight and in reach while a record is changed. */
const BELOW_THE_STATE_BAR: CSSProperties = { position: 'absolute' };

interface Needs<Values extends object> {
  title: string;
  /** What is stored, as the form holds it; for a new record what it begins with. */
  stored: Values;
  /** The version that `stored` is of; 0 = a new record. */
  version: number;
  save: (values: Values, version: number, params: ChangeHeader) => Promise<unknown>;
  remove?: { run: (params: ChangeHeader) => Promise<unknown>; sure: string; words?: string } | undefined;
  refresh: readonly QueryKey[];
  label: (field: string) => string;
  close: () => void;
  width?: number;
  readOnly?: boolean;
  /** What the button says where "save" is not it. */
  saveWords?: string;
  /** Where the record lies within the form, for the faults that the server names. */
  under?: string;
  /** Beside the delete button. */
  more?: ReactNode;
  children: (form: FormInstance<Values>) => ReactNode;
}

/** A record beside its list: read, changed against the version that was read, deleted after a question. */
export function RecordEditor<Values extends object>(needs: Needs<Values>) {
  const {
    title,
    stored,
    version,
    save,
    remove,
    refresh,
    label,
    close,
    width = 760,
    readOnly = false,
  } = needs;
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [read, setRead] = useState({ stored, version });
  const [touched, setTouched] = useState(false);
  const saving = useChange((values: Values, params) => save(values, read.version, params), refresh);
  const removing = useChange((_: null, params) => remove?.run(params) ?? Promise.resolve(), refresh);
  const problem = saving.problem ?? removing.problem;
  useFieldFaults(form, problem, needs.under);

  if (!touched && read.version !== version) {
    setRead({ stored, version });
  }
  useEffect(() => {
    if (!touched) form.setFieldsValue(read.stored as never);
  }, [form, read, touched]);

  const done = (words: string) => {
    void message.success(words);
    close();
  };
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values === null) {
      void message.warning(t('registry.look_at_fields'));
      return;
    }
    removing.forget();
    await saving.run({ ...read.stored, ...form.getFieldsValue(true) }).then(
      () => {
        done(t('registry.saved'));
      },
      () => undefined,
    );
  };
  const leave = () => {
    if (!touched || readOnly) {
      close();
      return;
    }
    modal.confirm({
      title: t('registry.leave_sure'),
      content: t('registry.leave_note'),
      okText: t('registry.leave'),
      okButtonProps: { danger: true },
      onOk: close,
    });
  };
  const loadNewest = () => {
    saving.forget();
    setRead({ stored, version });
    form.resetFields();
    setTouched(false);
  };

  return (
    <Drawer
      open
      title={title}
      size={width}
      getContainer={false}
      rootStyle={BELOW_THE_STATE_BAR}
      onClose={leave}
      mask={{ closable: !touched }}
      destroyOnHidden
      data-testid="record-editor"
      footer={
        <div className={styles.foot}>
          {remove === undefined || readOnly ? null : (
            <Popconfirm
              title={remove.sure}
              okButtonProps={{ danger: true }}
              onConfirm={() => {
                saving.forget();
                void removing.run(null).then(
                  () => {
                    done(t('registry.removed'));
                  },
                  () => undefined,
                );
              }}
            >
              <Button danger loading={removing.pending} data-testid="record-remove">
                {remove.words ?? t('registry.remove')}
              </Button>
            </Popconfirm>
          )}
          {needs.more}
          <span className={styles.spread} />
          <span className={styles.keys}>{readOnly ? null : t('registry.save_keys')}</span>
          <Button onClick={leave}>{t('registry.close')}</Button>
          {readOnly ? null : (
            <Button
              type="primary"
              loading={saving.pending}
              onClick={() => void submit()}
              data-testid="record-save"
            >
              {needs.saveWords ?? t('registry.save')}
            </Button>
          )}
        </div>
      }
    >
      <div
        className={styles.body}
        onKeyDown={(event) => {
          if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
            event.preventDefault();
            if (!readOnly) void submit();
          }
        }}
      >
        <ProblemAlert problem={problem} label={label} reload={loadNewest} />
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={readOnly}
          initialValues={stored}
          onValuesChange={() => {
            setTouched(true);
          }}
          autoComplete="off"
        >
          {needs.children(form)}
        </Form>
      </div>
    </Drawer>
  );
}

/** Marks the fields that the server named. */
function useFieldFaults<Values extends object>(
  form: FormInstance<Values>,
  problem: Error | null,
  under: string | undefined,
): void {
  const words = useFaultWords();
  useEffect(() => {
    if (!(problem instanceof ApiProblem)) return;
    const fields = faultsOf(problem)
      .map((fault) => ({
        name: [...(under === undefined ? [] : [under]), ...fault.field.split('.')].map((part) =>
          /^\d+$/.test(part) ? Number(part) : part,
        ),
        errors: [words(fault)],
      }))
      .filter(({ name }) => form.getFieldInstance(name as never) !== undefined);
    form.setFields(fields as never);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a new problem marks anew
  }, [form, problem, under]);
}
