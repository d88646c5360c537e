import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';
import { formatValue, isMasked } from '@/lib/format';

import { useReveal } from '../api/reveal';
import styles from './personal-value.module.css';

interface Needs {
  contactId: string;
  field: string;
  value: string;
  format: string;
}

/** A value as the server lets it be seen; where it is masked, it can be shown for a reason that is put on record. */
export function PersonalValue({ contactId, field, value, format }: Needs) {
  const { t, i18n } = useTranslation();
  const [revealed, setRevealed] = useState<{ of: string; value: string } | null>(null);
  const [asking, setAsking] = useState(false);
  const owner = `${contactId}/${field}`;
  const clear = revealed?.of === owner ? revealed.value : null;
  const masked = isMasked(value);

  return (
    <span className={styles.value}>
      <span
        className={format === 'name' ? '' : 'digits'}
        data-testid={`value-${field}`}
        data-masked={masked && clear === null}
      >
        {formatValue(clear ?? value, format, i18n.language)}
      </span>
      {masked && clear === null ? (
        <Button
          size="small"
          type="link"
          icon={<EyeOutlined />}
          onClick={() => {
            setAsking(true);
          }}
          data-testid={`reveal-${field}`}
        >
          {t('reveal.show')}
        </Button>
      ) : null}
      {clear === null ? null : (
        <Button
          size="small"
          type="link"
          icon={<EyeInvisibleOutlined />}
          onClick={() => {
            setRevealed(null);
          }}
        >
          {t('reveal.hide')}
        </Button>
      )}
      {asking ? (
        <RevealDialog
          contactId={contactId}
          field={field}
          onClose={() => {
            setAsking(false);
          }}
          onShown={(shown) => {
            setRevealed({ of: owner, value: shown });
          }}
        />
      ) : null}
    </span>
  );
}

const CONFIRM_TEST_ID: Record<`data-${string}`, string> = { 'data-testid': 'reveal-confirm' };
const REASONS = ['verify', 'handle', 'contact', 'other'] as const;

interface DialogNeeds {
  contactId: string;
  field: string;
  onClose: () => void;
  onShown: (value: string) => void;
}

function RevealDialog({ contactId, field, onClose, onShown }: DialogNeeds) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ kind: (typeof REASONS)[number]; words?: string }>();
  const kind = Form.useWatch('kind', form);
  const reveal = useReveal();

  const ask = async () => {
    const { kind: chosen, words } = await form.validateFields();
    const reason = chosen === 'other' ? (words ?? '').trim() : t(`reveal.reason.${chosen}`);
    reveal.mutate(
      { contactId, field, reason },
      {
        onSuccess: (value) => {
          onShown(value);
          onClose();
        },
        onError: (error) => {
          void message.error(
            error instanceof ApiProblem && error.title !== '' ? error.title : t('problem.unreachable'),
          );
        },
      },
    );
  };

  return (
    <Modal
      open
      width={440}
      title={t('reveal.title')}
      okText={t('reveal.show')}
      cancelText={t('reveal.cancel')}
      confirmLoading={reveal.isPending}
      onOk={() => void ask()}
      onCancel={onClose}
      okButtonProps={CONFIRM_TEST_ID}
    >
      <p className={styles.note}>{t('reveal.note')}</p>
      <Form form={form} layout="vertical" initialValues={{ kind: 'verify' }} requiredMark={false}>
        <Form.Item name="kind">
          <Radio.Group className={styles.reasons ?? ''}>
            {REASONS.map((reason) => (
              <Radio key={reason} value={reason} data-testid={`reveal-reason-${reason}`}>
                {t(`reveal.reason.${reason}`)}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {kind === 'other' ? (
          <Form.Item
            name="words"
            rules={[{ required: true, whitespace: true, min: 2, message: t('reveal.words_missing') }]}
          >
            <Input.TextArea rows={2} maxLength={200} placeholder={t('reveal.words')} autoFocus />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
