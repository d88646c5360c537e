import {
  CheckCircleOutlined,
  FieldTimeOutlined,
  LoginOutlined,
  LogoutOutlined,
  PhoneFilled,
} from '@ant-design/icons';
import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';
import { buttonsOf } from '../model/desk-buttons';
import { askForNotifications } from '../model/use-alert';
import styles from './desk-actions.module.css';
import { NotReadyMenu } from './not-ready-menu';
import { ResetButton } from './reset-button';

export function DeskActions({ desk, commands }: { desk: DeskView; commands: DeskCommands }) {
  const { t } = useTranslation();
  const { pending, run } = commands;
  const shown = new Set(buttonsOf(desk));
  const busy = pending !== null;

  const takeSeat = () => {
    askForNotifications();
    run({ name: 'sign-in' });
  };

  return (
    <>
      {shown.has('ready') ? (
        <Button
          type="primary"
          size="large"
          className={styles.ready ?? ''}
          icon={<CheckCircleOutlined />}
          disabled={!isPossible(desk, 'ready')}
          loading={pending === 'ready'}
          onClick={() => {
            run({ name: 'ready' });
          }}
          data-testid="ready"
        >
          {t('desk.action.ready')}
        </Button>
      ) : null}
      {shown.has('reset') ? <ResetButton desk={desk} commands={commands} /> : null}
      {shown.has('extend_wrap_up') ? (
        <Button
          size="large"
          icon={<FieldTimeOutlined />}
          disabled={!isPossible(desk, 'extend_wrap_up')}
          loading={pending === 'wrap-up/extend'}
          onClick={() => {
            run({ name: 'wrap-up/extend' });
          }}
          data-testid="extend-wrap-up"
        >
          {t('desk.action.extend_wrap_up')}
        </Button>
      ) : null}
      {shown.has('end_wrap_up') ? (
        <Button
          type="primary"
          size="large"
          icon={<CheckCircleOutlined />}
          disabled={!isPossible(desk, 'end_wrap_up')}
          loading={pending === 'wrap-up/end'}
          onClick={() => {
            run({ name: 'wrap-up/end' });
          }}
          data-testid="end-wrap-up"
        >
          {t('desk.action.end_wrap_up')}
        </Button>
      ) : null}
      {shown.has('not_ready') ? (
        <NotReadyMenu
          label={t(desk.state === 'not_ready' ? 'desk.action.change_reason' : 'desk.action.not_ready')}
          chosen={desk.state === 'not_ready' ? desk.not_ready_reason : null}
          disabled={!isPossible(desk, 'not_ready')}
          loading={pending === 'not-ready'}
          onChoose={(reason) => {
            run({ name: 'not-ready', reason });
          }}
        />
      ) : null}
      {shown.has('hang_up') ? (
        <Button
          danger
          type="primary"
          size="large"
          icon={<PhoneFilled rotate={225} />}
          disabled={!isPossible(desk, 'hang_up')}
          loading={pending === 'hang-up'}
          onClick={() => {
            run({ name: 'hang-up' });
          }}
          data-testid="hang-up"
        >
          {t('desk.action.hang_up')}
        </Button>
      ) : null}
      {shown.has('sign_in') ? (
        <Button
          type="primary"
          size="large"
          icon={<LoginOutlined />}
          disabled={!isPossible(desk, 'sign_in')}
          loading={pending === 'sign-in'}
          onClick={takeSeat}
          data-testid="desk-sign-in"
        >
          {t('desk.action.sign_in')}
        </Button>
      ) : null}
      {shown.has('sign_out') ? (
        <Button
          size="large"
          icon={<LogoutOutlined />}
          disabled={busy || !isPossible(desk, 'sign_out')}
          loading={pending === 'sign-out'}
          onClick={() => {
            run({ name: 'sign-out' });
          }}
          data-testid="desk-sign-out"
        >
          {t('desk.action.sign_out')}
        </Button>
      ) : null}
    </>
  );
}
