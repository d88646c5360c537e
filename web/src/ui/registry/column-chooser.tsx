import { SettingOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';

import { useTranslation } from '@/i18n';

import type { RegistryColumn } from './registry-page';
import styles from './registry.module.css';

interface Needs<Row> {
  columns: readonly RegistryColumn<Row>[];
  hidden: readonly string[];
  onChange: (hidden: string[]) => void;
}

/** Which columns are shown; the first one always is. */
export function ColumnChooser<Row>({ columns, hidden, onChange }: Needs<Row>) {
  const { t } = useTranslation();
  const boxes = (
    <Checkbox.Group
      className={styles.chooser ?? ''}
      value={columns.filter(({ key }) => !hidden.includes(key)).map(({ key }) => key)}
      options={columns.map(({ key, title }, place) => ({ value: key, label: title, disabled: place === 0 }))}
      onChange={(shown: string[]) => {
        onChange(columns.map(({ key }) => key).filter((key) => !shown.includes(key)));
      }}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" title={t('records.columns')} content={boxes}>
      <Button icon={<SettingOutlined />} aria-label={t('records.columns')} data-testid="registry-columns" />
    </Popover>
  );
}
