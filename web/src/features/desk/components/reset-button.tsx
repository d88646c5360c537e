import { ClearOutlined } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';

import { useTranslation } from '@/i18n';

import type { DeskCommands } from '../api/use-desk-command';

/** Clears a desk that is stuck, whatever is on it; asked twice, for a citizen may be on it. */
export function ResetButton({ commands }: { commands: DeskCommands }) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={t('desk.reset_sure')}
      styles={{ root: { maxWidth: 320 } }}
      onConfirm={() => {
        commands.run({ name: 'reset' });
      }}
    >
      <Button
        type="text"
        size="large"
        icon={<ClearOutlined />}
        loading={commands.pending === 'reset'}
        data-testid="reset"
      >
        {t('desk.action.reset')}
      </Button>
    </Popconfirm>
  );
}
