import { ClearOutlined } from '@ant-design/icons';
import { Button, Popconfirm, type ButtonProps } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';

interface Needs {
  desk: DeskView;
  commands: DeskCommands;
  /** On a coloured ground. */
  ghost?: boolean;
}

/** Clears a desk that is stuck, whatever is on it; asked twice, for a citizen may be on it. */
export function ResetButton({ desk, commands, ghost = false }: Needs) {
  const { t } = useTranslation();
  const possible = isPossible(desk, 'reset');
  return (
    <Popconfirm
      title={t('desk.reset_sure')}
      styles={{ root: { maxWidth: 320 } }}
      okButtonProps={{ 'data-testid': 'reset-sure' } as ButtonProps}
      disabled={!possible}
      onConfirm={() => {
        commands.run({ name: 'reset' });
      }}
    >
      <Button
        type={ghost ? 'default' : 'text'}
        ghost={ghost}
        size="large"
        disabled={!possible}
        icon={<ClearOutlined />}
        loading={commands.pending === 'reset'}
        data-testid="reset"
      >
        {t('desk.action.reset')}
      </Button>
    </Popconfirm>
  );
}
