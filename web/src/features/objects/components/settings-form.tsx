import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';

import { useTranslation } from '@/i18n';

import { useObjectWish, type ObjectView, type SettingValue } from '../api/objects';
import { labelOf } from './object-names';

interface SettingField {
  type?: string;
  enum?: string[];
  default?: SettingValue;
  minimum?: number;
  maximum?: number;
  writeOnly?: boolean;
}

/** The form of an object's settings, made from the JSON Schema that its manifest gives. */
export function SettingsForm({ view }: { view: ObjectView }) {
  const { t } = useTranslation();
  const wish = useObjectWish();
  const { status } = view;
  const fields = Object.entries((status.settings_schema.properties ?? {}) as Record<string, SettingField>);
  if (fields.length === 0) return null;
  const initial = Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      status.settings[name] ?? (field.writeOnly ? undefined : field.default),
    ]),
  );
  const submit = (values: Record<string, SettingValue | null | undefined>) => {
    const settings = Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, SettingValue] => entry[1] != null),
    );
    wish.mutate({ kind: 'settings', name: status.name, version: view.wish_version, settings });
  };
  return (
    <Form layout="vertical" initialValues={initial} onFinish={submit} data-testid="object-settings">
      <h3>{t('objects.settings')}</h3>
      {fields.map(([name, field]) => (
        <Form.Item
          key={name}
          name={name}
          label={labelOf(status, `settings.${name}`)}
          extra={field.writeOnly ? t('objects.secret_hint') : undefined}
          valuePropName={field.type === 'boolean' ? 'checked' : 'value'}
        >
          <SettingInput field={field} />
        </Form.Item>
      ))}
      <Button htmlType="submit" type="primary" loading={wish.isPending} data-testid="object-settings-save">
        {t('objects.save')}
      </Button>
    </Form>
  );
}

/** Gets `value` and `onChange` from the form's item. */
function SettingInput({ field, ...given }: { field: SettingField }) {
  if (field.enum !== undefined)
    return <Select {...given} options={field.enum.map((value) => ({ value, label: value }))} />;
  if (field.type === 'boolean') return <Switch {...given} />;
  if (field.type === 'integer' || field.type === 'number')
    return (
      <InputNumber
        {...given}
        {...(field.minimum === undefined ? {} : { min: field.minimum })}
        {...(field.maximum === undefined ? {} : { max: field.maximum })}
        {...(field.type === 'integer' ? { precision: 0 } : {})}
      />
    );
  return field.writeOnly ? <Input.Password {...given} autoComplete="new-password" /> : <Input {...given} />;
}
