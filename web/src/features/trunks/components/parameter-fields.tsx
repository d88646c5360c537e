import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import { FIELDS, isSip, type FieldKind, type Kind } from '../model/trunk';
import styles from './trunks.module.css';

const PATH = ['content', 'parameters'];

/** The parameters of the chosen kind. */
export function ParameterFields({ hasPassword }: { hasPassword: boolean }) {
  const { t, i18n } = useTranslation();
  const kind = Form.useWatch<Kind | undefined>([...PATH, 'kind']) ?? 'sip_gateway';
  const note = (name: string) => {
    const key = `trunks.note.${name}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : undefined;
  };
  return (
    <>
      <p className={styles.note}>{t(`trunks.kind_explained.${kind}`)}</p>
      {isSip(kind) ? null : <Spans isSs7={kind === 'ss7_isup'} />}
      <div className={styles.grid}>
        {Object.entries(FIELDS[kind]).map(([name, field]) => (
          <Form.Item
            key={name}
            name={[...PATH, name]}
            label={t(`trunks.${name as 'server'}`)}
            extra={note(name)}
            {...(field.as === 'switch' ? { valuePropName: 'checked' } : {})}
            {...(field.as === 'text'
              ? { normalize: (value: string) => (value.trim() === '' ? null : value.trim()) }
              : {})}
          >
            <Field field={field} name={name} />
          </Form.Item>
        ))}
      </div>
      {kind === 'sip_ims' ? <Account hasPassword={hasPassword} /> : null}
    </>
  );
}

function Field({ field, name, ...rest }: { field: FieldKind; name: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const word = (value: string) => {
    const key = `trunks.word.${value}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : value;
  };
  switch (field.as) {
    case 'switch':
      return <Switch {...rest} />;
    case 'figure':
      return (
        <InputNumber
          {...rest}
          min={field.least}
          max={field.most}
          className={styles.figure ?? ''}
          suffix={field.unit === undefined ? undefined : t(`trunks.unit.${field.unit}`)}
        />
      );
    case 'choice':
      return <Select {...rest} options={field.of.map((value) => ({ value, label: word(value) }))} />;
    case 'tags':
      return (
        <Select
          {...rest}
          mode={name === 'codecs' ? 'multiple' : 'tags'}
          {...(name === 'codecs'
            ? { options: ['alaw', 'ulaw'].map((value) => ({ value })) }
            : { open: false })}
          tokenSeparators={[',', '，', ' ', '、']}
          data-testid={`trunk-${name}`}
        />
      );
    default:
      return <Input {...rest} maxLength={120} data-testid={`trunk-${name}`} />;
  }
}

/** What the other side asks to sign on. The stored password is never shown; an empty field keeps it. */
function Account({ hasPassword }: { hasPassword: boolean }) {
  const { t } = useTranslation();
  const path = (name: string) => [...PATH, 'account', name];
  return (
    <>
      <h3 className={registry.heading}>{t('trunks.account')}</h3>
      <p className={styles.note}>{t('trunks.account_note')}</p>
      <div className={styles.grid}>
        <Form.Item name={path('user')} label={t('trunks.account_user')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name={path('domain')} label={t('trunks.account_domain')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name={path('auth_user')} label={t('trunks.auth_user')} extra={t('trunks.auth_user_note')}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name={path('expires_seconds')} label={t('trunks.expires_seconds')}>
          <InputNumber
            min={60}
            max={86_400}
            className={styles.figure ?? ''}
            suffix={t('trunks.unit.seconds')}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('trunks.password')}
          extra={hasPassword ? t('trunks.password_kept') : t('trunks.password_none')}
        >
          <Input.Password maxLength={128} autoComplete="new-password" />
        </Form.Item>
      </div>
    </>
  );
}

/** The E1 lines of the trunk. */
function Spans({ isSs7 }: { isSs7: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className={registry.heading}>{t('trunks.spans')}</h3>
      <p className={styles.note}>{t('trunks.spans_note')}</p>
      <Form.List name={[...PATH, 'spans']}>
        {(fields, { add, remove }) => (
          <div className={registry.rows}>
            {fields.map(({ key, name }) => (
              <div key={key} className={registry.row}>
                <Form.Item name={[name, 'number']} noStyle>
                  <InputNumber min={1} max={63} prefix={t('trunks.span_number')} style={{ width: 130 }} />
                </Form.Item>
                <Form.Item name={[name, 'timing']} noStyle>
                  <InputNumber min={0} max={63} prefix={t('trunks.span_timing')} style={{ width: 160 }} />
                </Form.Item>
                <Form.Item name={[name, 'crc4']} noStyle valuePropName="checked">
                  <Switch checkedChildren="CRC4" unCheckedChildren="CRC4" />
                </Form.Item>
                {isSs7 ? (
                  <>
                    <Form.Item name={[name, 'first_circuit']} noStyle>
                      <InputNumber min={1} max={4095} prefix="CIC" style={{ width: 130 }} />
                    </Form.Item>
                    <Form.Item name={[name, 'has_signalling']} noStyle valuePropName="checked">
                      <Switch
                        checkedChildren={t('trunks.span_signalling')}
                        unCheckedChildren={t('trunks.span_signalling')}
                      />
                    </Form.Item>
                  </>
                ) : null}
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
                  const line = { number: fields.length + 1, timing: 0, crc4: !isSs7 };
                  add(
                    isSs7 ? { ...line, first_circuit: fields.length * 32 + 1, has_signalling: false } : line,
                  );
                }}
              >
                {t('trunks.add_span')}
              </Button>
            </div>
          </div>
        )}
      </Form.List>
    </>
  );
}
