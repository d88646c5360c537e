import { PhoneFilled, StopOutlined } from '@ant-design/icons';
import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';
import type { DeskView, DeskWork } from '@/lib/generated/live';
import { RemainingTime, RunningTime } from '@/ui/running-time';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';
import { useAlert } from '../model/use-alert';
import { AnswerButton, type AnswerWay } from './answer-button';
import { ResetButton } from './reset-button';
import { CallbackTag } from './callback-tag';
import styles from './ring-banner.module.css';

interface Needs {
  desk: DeskView;
  work: DeskWork;
  commands: DeskCommands;
  answerWay: AnswerWay;
}

type Part = 'outbound' | 'consultant' | 'supervisor' | 'colleague';

/** What this desk is called for, where it is not a citizen who is to be answered. */
function partOf(work: DeskWork): Part | null {
  if (work.role === 'consultant' || work.role === 'supervisor' || work.role === 'colleague') return work.role;
  return work.kind === 'inbound' ? null : 'outbound';
}

/** A citizen is calling: not to be overlooked. It takes the place of the state bar on every page. */
export function RingBanner({ desk, work, commands, answerWay }: Needs) {
  const { t } = useTranslation();
  const caller = groupPhone(work.caller_number);
  const part = partOf(work);
  const title = part === null ? t(`desk.state.${desk.state}`) : t(`ring.as.${part}`);
  useAlert({
    title: t('ring.window_title', { caller }),
    body: part !== null ? title : t('ring.notification', { queue: work.queue_name }),
  });
  return (
    <section className={styles.banner} role="alert" data-testid="ring-banner">
      <span className={styles.icon} aria-hidden="true">
        <PhoneFilled />
      </span>
      <div className={styles.words} data-testid="agent-state" data-state={desk.state}>
        <strong className={styles.title}>{title}</strong>
        <span>{work.queue_name === '' ? null : t('ring.from', { queue: work.queue_name })}</span>
      </div>
      <span className={`${styles.caller ?? ''} digits`}>
        {caller} <CallbackTag work={work} />
      </span>
      <span className={styles.remaining}>
        {work.offer_deadline ? (
          <>
            {t('ring.remaining')} <RemainingTime until={work.offer_deadline} />
          </>
        ) : (
          <RunningTime since={desk.state_since} />
        )}
      </span>
      <div className={styles.actions}>
        {answerWay.here ? <kbd className={styles.key}>{t('help.answer_keys')}</kbd> : null}
        <AnswerButton way={answerWay} />
        <Button
          size="large"
          ghost
          icon={<StopOutlined />}
          disabled={!isPossible(desk, 'decline')}
          loading={commands.pending === 'decline'}
          onClick={() => {
            commands.run({ name: 'decline' });
          }}
          data-testid="decline"
        >
          {t('desk.action.decline')}
        </Button>
        <ResetButton desk={desk} commands={commands} ghost />
      </div>
    </section>
  );
}
