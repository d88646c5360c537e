import { useTranslation } from '@/i18n';
import type { DeskWork } from '@/lib/generated/live';

import styles from './contact-card.module.css';

const REASONS = ['declined', 'timed_out', 'agent_unreachable', 'agent_busy'] as const;

/** Nobody came who was called: why, so that the agent knows what to try next. */
export function UnansweredNote({ work }: { work: DeskWork }) {
  const { t } = useTranslation();
  const reason = REASONS.find((each) => each === work.unanswered);
  if (reason === undefined) return null;
  return (
    <p className={styles.warning} role="status" data-testid="unanswered" data-reason={reason}>
      {t(`contact.unanswered.${reason}`)}
    </p>
  );
}
