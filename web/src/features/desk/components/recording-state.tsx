import { useTranslation } from '@/i18n';
import type { DeskRecording } from '@/lib/generated/live';
import { RemainingTime } from '@/ui/running-time';

import styles from './recording-state.module.css';

/** That the recording is paused and when it goes on, or that a pause was ended by the clock. */
export function RecordingState({ recording }: { recording: DeskRecording | null }) {
  const { t } = useTranslation();
  if (recording === null) return null;
  if (recording.paused_at !== null) return <Paused recording={recording} />;
  if (!recording.pause_expired) return null;
  return (
    <div className={styles.state} role="status" data-testid="pause-expired">
      {t('call.recording.expired')}
    </div>
  );
}

function Paused({ recording }: { recording: DeskRecording }) {
  const { t } = useTranslation();
  return (
    <div className={styles.state} role="status" data-testid="recording-paused">
      <strong className={styles.word}>{t('call.recording.paused')}</strong>
      {recording.resumes_at === null ? (
        <span>{t('call.recording.by_system')}</span>
      ) : (
        <span>
          {t('call.recording.resumes_in')}{' '}
          <span className={styles.time}>
            <RemainingTime until={recording.resumes_at} />
          </span>
        </span>
      )}
    </div>
  );
}
