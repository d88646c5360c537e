import { PhoneOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

const DIALLABLE = /^\+?\d{2,24}$/;

interface Needs {
  action: string;
  loading: boolean;
  onNumber: (number: string) => void;
}

/** A number as people write it; only its digits are dialled. */
export function NumberField({ action, loading, onNumber }: Needs) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const number = text.replace(/[\s\-()]/g, '');
  const possible = DIALLABLE.test(number);
  return (
    <Form
      layout="vertical"
      onFinish={() => {
        if (possible) onNumber(number);
      }}
    >
      <Form.Item
        label={t('call.number.label')}
        htmlFor="number-to-call"
        validateStatus={text === '' || possible ? '' : 'warning'}
        help={text === '' || possible ? t('call.number.hint') : t('call.number.invalid')}
      >
        <Input
          id="number-to-call"
          size="large"
          autoFocus
          inputMode="tel"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          data-testid="number-to-call"
        />
      </Form.Item>
      <Button
        type="primary"
        size="large"
        block
        htmlType="submit"
        icon={<PhoneOutlined />}
        disabled={!possible}
        loading={loading}
        data-testid="call-number"
      >
        {action}
      </Button>
    </Form>
  );
}
