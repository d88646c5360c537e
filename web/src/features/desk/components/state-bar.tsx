import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';
import { RemainingTime, RunningTime } from '@/ui/running-time';

import type { DeskCommands } from '../api/use-desk-command';
import { isAlerting, isReconnecting } from '../model/desk-buttons';
import { recordingWord } from '../model/recording';
import type { AnswerWay } from './answer-button';
import { DeskActions } from './desk-actions';
import { NextState } from './next-state';
import { RecordingState } from './recording-state';
import { RingBanner } from './ring-banner';
import styles from './state-bar.module.css';

interface Needs {
  desk: DeskView;
  commands: DeskCommands;
  answerWay: AnswerWay;
}

/** What the agent is doing, since when, and what can be done now. */
export function StateBar({ desk, commands, answerWay }: Needs) {
  const { t } = useTranslation();
  const reconnecting = isReconnecting(desk);
  if (isAlerting(desk) && desk.work !== null) {
    return <RingBanner desk={desk} work={desk.work} commands={commands} answerWay={answerWay} />;
  }
  return (
    <section
      className={styles.bar}
      data-state={desk.state}
      aria-label={t('desk.state_bar')}
      data-testid="state-bar"
    >
      <div className={styles.state} role="status" data-testid="agent-state" data-state={desk.state}>
        <span className={styles.lamp} aria-hidden="true" />
        <span className={styles.words}>
          <strong className={styles.word}>{t(`desk.state.${desk.state}`)}</strong>
          <span className={styles.reason}>
            {reconnecting ? t('desk.reconnecting') : <Reason desk={desk} />}
          </span>
        </span>
        <span className={styles.time} data-testid="state-time">
          <RunningTime since={desk.state_since} />
        </span>
      </div>
      {desk.state === 'wrap_up' && desk.work?.wrap_up_until ? (
        <div className={styles.countdown} data-testid="wrap-up-remaining">
          <span>{t('desk.wrap_up_remaining')}</span>
          <strong>
            <RemainingTime until={desk.work.wrap_up_until} />
          </strong>
        </div>
      ) : null}
      {desk.state === 'talking' ? <RecordingState recording={desk.work?.recording ?? null} /> : null}
      <NextState desk={desk} commands={commands} />
      <div className={styles.actions}>
        <DeskActions desk={desk} commands={commands} />
      </div>
    </section>
  );
}

/** Why: the reason of not-ready, marked where the system and not the agent chose it; else a hint for the state. */
function Reason({ desk }: { desk: DeskView }) {
  const { t, i18n } = useTranslation();
  if (desk.work?.role === 'supervisor' && desk.state === 'talking') return t('desk.supervising');
  if (desk.state === 'talking') return t(`call.recording.${recordingWord(desk.work?.recording ?? null)}`);
  if (desk.state !== 'not_ready' || desk.not_ready_reason === null) return t(`desk.state_hint.${desk.state}`);
  const key = `desk.not_ready_reason.${desk.not_ready_reason}`;
  return i18n.exists(key) ? String(i18n.t(key as never)) : desk.not_ready_reason;
}
