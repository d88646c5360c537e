import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';
import type { SeatView } from '@/lib/generated/live';
import { RunningTime } from '@/ui/running-time';
import { WordTag } from '@/ui/word-tag';

import styles from './seat-table.module.css';

/** The contact on the seat's desk: whose, of which queue, and where it stands. */
export function SeatCall({ contact }: { contact: SeatView['contact'] }) {
  const { t, i18n } = useTranslation();
  if (contact === null) return <span className={styles.number}>{t('value.none')}</span>;
  const others = contact.parties.filter((party) => party.role !== 'agent');
  const role = `call.parties.role.${contact.role}`;
  return (
    <span className={styles.call} data-testid="seat-call">
      <span className="digits">{groupPhone(contact.caller_number)}</span>
      <span className={styles.number}>{contact.queue_name}</span>
      {contact.role === 'agent' || !i18n.exists(role) ? null : (
        <WordTag tone="info">{String(i18n.t(role as never))}</WordTag>
      )}
      {contact.answered_at === null || contact.phase === 'wrap_up' ? null : (
        <span className={styles.number}>
          {t('contact.talked')} <RunningTime since={contact.answered_at} />
        </span>
      )}
      {contact.held ? <WordTag tone="wait">{t('call.parties.held')}</WordTag> : null}
      {contact.phase === 'talking' ? null : (
        <WordTag tone="quiet">{t(`contact.phase.${contact.phase}`)}</WordTag>
      )}
      {contact.role === 'agent' && others.length > 0 ? (
        <WordTag tone="info">{t('supervision.others', { others: others.length })}</WordTag>
      ) : null}
    </span>
  );
}
