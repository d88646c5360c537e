import { Form, InputNumber } from 'antd';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import styles from './queue-editor.module.css';

const FIGURES = [
  ['offer_seconds', 5, 120, 'seconds'],
  ['wrap_up_seconds', 0, 900, 'seconds'],
  ['wrap_up_extension_seconds', 0, 900, 'seconds'],
  ['wrap_up_extensions', 0, 20, 'times_unit'],
  ['priority', -100, 100, 'points'],
  ['seconds_per_priority', 1, 3600, 'seconds'],
] as const;

/** How long it rings, how long an agent writes up, and what priority is worth. */
export function TimesTab() {
  const { t } = useTranslation();
  return (
    <div className={registry.pair}>
      {FIGURES.map(([name, least, most, unit]) => (
        <Form.Item
          key={name}
          name={name}
          label={t(`queue_settings.field.${name}`)}
          extra={t(`queue_settings.note.${name}`)}
          rules={[{ required: true, message: t('registry.fault.empty') }]}
        >
          <InputNumber
            min={least}
            max={most}
            suffix={t(`queue_settings.${unit}`)}
            className={styles.figure ?? ''}
            data-testid={`queue-${name}`}
          />
        </Form.Item>
      ))}
    </div>
  );
}
