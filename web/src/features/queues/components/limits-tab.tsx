import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Form, InputNumber, Select, Switch } from 'antd';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import type { QueueBody, QueueChoices, QueueView } from '../api/queues';
import { CAUSES, TARGET_KINDS } from '../model/queue';
import { AddLine, RemoveLine } from './assignment-tab';
import styles from './queue-editor.module.css';

type Overflow = QueueBody['overflow'][number];

/** How many may wait, whether they may while nobody is there, and where a call goes that waits too long. */
export function LimitsTab({ choices, others }: { choices: QueueChoices; others: readonly QueueView[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<QueueBody>();
  const overflow = Form.useWatch<readonly (Overflow | undefined)[] | undefined>('overflow') ?? [];
  const targets: Record<Overflow['target_kind'], { value: string; label: string }[]> = {
    queue: others.map(({ queue_id, name }) => ({ value: queue_id, label: name })),
    flow: choices.flows.map(({ id, name }) => ({ value: id, label: name })),
    directory: choices.entries.map(({ id, name }) => ({ value: id, label: name })),
  };
  return (
    <>
      <div className={registry.pair}>
        <Form.Item
          name="waiting_limit"
          label={t('queue_settings.field.waiting_limit')}
          extra={t('queue_settings.note.waiting_limit')}
        >
          <InputNumber
            min={0}
            max={10_000}
            suffix={t('queue_settings.people')}
            className={styles.figure ?? ''}
            data-testid="queue-waiting_limit"
          />
        </Form.Item>
        <Form.Item
          name="keep_place_seconds"
          label={t('queue_settings.field.keep_place_seconds')}
          extra={t('queue_settings.note.keep_place_seconds')}
        >
          <InputNumber
            min={0}
            max={3600}
            suffix={t('queue_settings.seconds')}
            className={styles.figure ?? ''}
          />
        </Form.Item>
      </div>
      <Form.Item
        name="waits_unstaffed"
        label={t('queue_settings.field.waits_unstaffed')}
        extra={t('queue_settings.note.waits_unstaffed')}
        valuePropName="checked"
      >
        <Switch data-testid="queue-waits_unstaffed" />
      </Form.Item>

      <h3 className={registry.heading}>{t('queue_settings.field.overflow')}</h3>
      <p className={styles.note}>{t('queue_settings.overflow_note')}</p>
      <Form.List name="overflow">
        {(fields, { add, remove, move }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }, place) => {
              const cause = overflow[name]?.cause ?? 'waited';
              const kind = overflow[name]?.target_kind ?? 'queue';
              return (
                <div key={key} className={registry.row}>
                  <Form.Item name={[name, 'cause']} noStyle>
                    <Select
                      className={styles.wide ?? ''}
                      options={CAUSES.map((value) => ({ value, label: t(`queue_settings.cause.${value}`) }))}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'threshold']} noStyle rules={[{ required: true }]}>
                    <InputNumber
                      min={1}
                      max={10_000}
                      className={styles.short ?? ''}
                      suffix={t(cause === 'waited' ? 'queue_settings.seconds' : 'queue_settings.people')}
                    />
                  </Form.Item>
                  <span>{t('queue_settings.goes_to')}</span>
                  <Form.Item name={[name, 'target_kind']} noStyle>
                    <Select
                      className={styles.short ?? ''}
                      options={TARGET_KINDS.map((value) => ({
                        value,
                        label: t(`queue_settings.target.${value}`),
                      }))}
                      onChange={() => {
                        form.setFieldValue(['overflow', name, 'target_id'], undefined);
                      }}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'target_id']} noStyle rules={[{ required: true }]}>
                    <Select className={styles.wide ?? ''} options={targets[kind]} />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<ArrowUpOutlined />}
                    disabled={place === 0}
                    onClick={() => {
                      move(place, place - 1);
                    }}
                    aria-label={t('registry.move_up')}
                  />
                  <Button
                    type="text"
                    icon={<ArrowDownOutlined />}
                    disabled={place === fields.length - 1}
                    onClick={() => {
                      move(place, place + 1);
                    }}
                    aria-label={t('registry.move_down')}
                  />
                  <RemoveLine
                    remove={() => {
                      remove(name);
                    }}
                  />
                </div>
              );
            })}
            <AddLine
              words={t('queue_settings.add_overflow')}
              add={() => {
                add({ cause: 'waited', threshold: 120, target_kind: 'queue' });
              }}
              testId="add-overflow"
            />
          </div>
        )}
      </Form.List>
    </>
  );
}
