import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import { lengthsFrom } from '../model/trunk';
import styles from './trunks.module.css';

/** How numbers are dialled through the trunk: the first rule that fits counts; without one the number goes out as it is. */
export function OutboundRules() {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.note}>{t('trunks.outbound_note')}</p>
      <Form.List name={['content', 'outbound']}>
        {(fields, { add, remove }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }) => (
              <div key={key} className={registry.row}>
                <Form.Item name={[name, 'begins_with']} noStyle>
                  <Input prefix={t('trunks.begins_with')} style={{ width: 170 }} maxLength={32} />
                </Form.Item>
                <Form.Item name={[name, 'lengths']} noStyle>
                  <LengthsInput />
                </Form.Item>
                <Form.Item name={[name, 'strip_digits']} noStyle>
                  <InputNumber
                    min={0}
                    max={32}
                    prefix={t('trunks.strip')}
                    suffix={t('trunks.unit.digits')}
                    style={{ width: 140 }}
                  />
                </Form.Item>
                <Form.Item name={[name, 'prefix']} noStyle>
                  <Input
                    prefix={t('trunks.prefix')}
                    style={{ width: 150 }}
                    maxLength={32}
                    data-testid="rule-prefix"
                  />
                </Form.Item>
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t('registry.remove_line')}
                  onClick={() => {
                    remove(name);
                  }}
                />
              </div>
            ))}
            <div>
              <Button
                type="dashed"
                size="small"
                icon={<PlusOutlined />}
                onClick={() => {
                  add({ begins_with: '', lengths: [], strip_digits: 0, prefix: '' });
                }}
                data-testid="add-outbound"
              >
                {t('trunks.add_outbound')}
              </Button>
            </div>
          </div>
        )}
      </Form.List>
    </>
  );
}

interface Needs {
  value?: readonly number[];
  onChange?: (lengths: number[]) => void;
}

/** How long numbers are that the rule is for, as people write it: 8, 11. */
function LengthsInput({ value = [], onChange, ...rest }: Needs) {
  const { t } = useTranslation();
  const [written, setWritten] = useState('');
  const text = lengthsFrom(written).join() === value.join() ? written : value.join(', ');
  return (
    <Input
      {...rest}
      value={text}
      prefix={t('trunks.lengths')}
      placeholder={t('trunks.any_length')}
      style={{ width: 170 }}
      onChange={(event) => {
        setWritten(event.target.value);
        onChange?.(lengthsFrom(event.target.value));
      }}
    />
  );
}
