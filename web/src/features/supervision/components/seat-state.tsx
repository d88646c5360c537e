import { useTranslation } from '@/i18n';
import type { SeatView } from '@/lib/generated/live';
import { WordTag } from '@/ui/word-tag';

import styles from './seat-table.module.css';

/** The state in a word, and why; a seat without a living telephone says so. */
export function SeatState({ seat }: { seat: SeatView }) {
  const { t, i18n } = useTranslation();
  const reason = `desk.not_ready_reason.${seat.not_ready_reason ?? ''}`;
  const phoneMissing =
    seat.state !== 'signed_out' && !seat.phone_registered && seat.not_ready_reason !== 'phone_unreachable';
  return (
    <span className={styles.state}>
      <span className={styles.word} data-state={seat.state} data-testid="seat-state">
        {t(`desk.state.${seat.state}`)}
      </span>
      {seat.not_ready_reason !== null && i18n.exists(reason) ? (
        <span className={styles.number}>{String(i18n.t(reason as never))}</span>
      ) : null}
      {seat.next_state === null ? null : (
        <span className={styles.number}>
          {t('supervision.then', { state: t(`desk.state.${seat.next_state}`) })}
        </span>
      )}
      {phoneMissing ? <WordTag tone="wait">{t('supervision.no_phone')}</WordTag> : null}
    </span>
  );
}
