import { Button, Form, Input, InputNumber, Switch } from 'antd';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import type { QueueBody } from '../api/queues';
import { NAMES_OF_TEXT, TEXTS, unknownNames, type QueueText } from '../model/queue';
import styles from './queue-editor.module.css';

const MOST = 300;

/** What callers hear while they wait, and when they cannot come in. An empty text is the sentence of the house. */
export function TextsTab() {
  const { t } = useTranslation();
  const offers = (Form.useWatch<number | undefined>('callback_attempts') ?? 0) > 0;
  return (
    <>
      <TextField name="announcement" names={[]} placeholder={t('queue_settings.house.announcement')} />
      <div className={registry.pair}>
        <Form.Item
          name="announcement_every_seconds"
          label={t('queue_settings.field.announcement_every_seconds')}
          extra={t('queue_settings.note.announcement_every_seconds')}
        >
          <InputNumber
            min={0}
            max={900}
            suffix={t('queue_settings.seconds')}
            className={styles.figure ?? ''}
          />
        </Form.Item>
        <Form.Item
          name="tells_place"
          label={t('queue_settings.field.tells_place')}
          extra={t('queue_settings.note.tells_place')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </div>

      <h3 className={registry.heading}>{t('queue_settings.breaks')}</h3>
      <p className={styles.note}>{t(offers ? 'queue_settings.breaks_on' : 'queue_settings.breaks_off')}</p>
      <div className={registry.pair}>
        <Form.Item
          name="callback_attempts"
          label={t('queue_settings.field.callback_attempts')}
          extra={t('queue_settings.note.callback_attempts')}
        >
          <InputNumber
            min={0}
            max={10}
            suffix={t('queue_settings.times_unit')}
            className={styles.figure ?? ''}
          />
        </Form.Item>
        <Form.Item
          name="callback_retry_seconds"
          label={t('queue_settings.field.callback_retry_seconds')}
          extra={t('queue_settings.note.callback_retry_seconds')}
        >
          <InputNumber
            min={30}
            max={7200}
            suffix={t('queue_settings.seconds')}
            className={styles.figure ?? ''}
            disabled={!offers}
          />
        </Form.Item>
        <Form.Item
          name="callback_expires_seconds"
          label={t('queue_settings.field.callback_expires_seconds')}
          extra={t('queue_settings.note.callback_expires_seconds')}
        >
          <InputNumber
            min={0}
            max={604800}
            suffix={t('queue_settings.seconds')}
            className={styles.figure ?? ''}
            disabled={!offers}
          />
        </Form.Item>
      </div>

      <h3 className={registry.heading}>{t('queue_settings.refusals')}</h3>
      {TEXTS.map((name) => (
        <TextField
          key={name}
          name={name}
          names={NAMES_OF_TEXT[name]}
          placeholder={t(`queue_settings.house.${name}`)}
        />
      ))}
    </>
  );
}

interface Needs {
  name: QueueText | 'announcement';
  names: readonly string[];
  placeholder: string;
}

/** A spoken text; what nothing can fill is named while it is written. */
function TextField({ name, names, placeholder }: Needs) {
  const { t } = useTranslation();
  const form = Form.useFormInstance<QueueBody>();
  const insert = (word: string) => {
    form.setFieldValue(name, `${String(form.getFieldValue(name) ?? '')}{${word}}`);
    void form.validateFields([name]);
  };
  return (
    <Form.Item
      label={t(`queue_settings.field.${name}`)}
      extra={
        <>
          {t(`queue_settings.note.${name}`)}
          {names.length === 0 ? null : (
            <span className={styles.names}>
              {t('queue_settings.may_name')}
              {names.map((word) => (
                <Button
                  key={word}
                  size="small"
                  onClick={() => {
                    insert(word);
                  }}
                  data-testid={`insert-${word}`}
                >
                  {t(`queue_settings.placeholder.${word as 'next_opening'}`)}
                </Button>
              ))}
            </span>
          )}
        </>
      }
    >
      <Form.Item
        name={name}
        noStyle
        rules={[
          {
            validator: (_, text: string) => {
              const unknown = unknownNames(text, names);
              return unknown.length === 0
                ? Promise.resolve()
                : Promise.reject(new Error(t('queue_settings.cannot_fill', { names: unknown.join(' ') })));
            },
          },
        ]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={MOST}
          showCount
          placeholder={placeholder}
          data-testid={`queue-${name}`}
        />
      </Form.Item>
    </Form.Item>
  );
}
