import { Button, Space } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';
import styles from './next-state.module.css';
import { NotReadyMenu } from './not-ready-menu';

/** What follows the talk, chosen while it goes on; the server remembers it. */
export function NextState({ desk, commands }: { desk: DeskView; commands: DeskCommands }) {
  const { t } = useTranslation();
  if (desk.state !== 'talking') return null;
  const next = desk.next_state;
  return (
    <div className={styles.next} data-testid="next-state" data-next={next ?? 'none'}>
      <span className={styles.label}>{t('desk.next_state')}</span>
      <Space.Compact>
        <Button
          type={next === 'ready' ? 'primary' : 'default'}
          aria-pressed={next === 'ready'}
          disabled={!isPossible(desk, 'ready')}
          loading={commands.pending === 'ready'}
          onClick={() => {
            commands.run({ name: 'ready' });
          }}
          data-testid="next-ready"
        >
          {t('desk.action.ready')}
        </Button>
        <NotReadyMenu
          label={t('desk.action.not_ready')}
          chosen={next === 'not_ready' ? desk.next_reason : null}
          disabled={!isPossible(desk, 'not_ready')}
          loading={commands.pending === 'not-ready'}
          onChoose={(reason) => {
            commands.run({ name: 'not-ready', reason });
          }}
          size="middle"
          testId="next-not-ready"
          pressed={next === 'not_ready'}
        />
        <Button
          type={next === 'signed_out' ? 'primary' : 'default'}
          aria-pressed={next === 'signed_out'}
          disabled={!isPossible(desk, 'sign_out')}
          loading={commands.pending === 'leave-after-work'}
          onClick={() => {
            commands.run({ name: 'leave-after-work' });
          }}
          data-testid="next-sign-out"
        >
          {t('desk.action.sign_out')}
        </Button>
      </Space.Compact>
    </div>
  );
}
