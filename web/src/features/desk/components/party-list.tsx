import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';
import type { DeskParty, DeskWork } from '@/lib/generated/live';
import { WordTag, type Tone } from '@/ui/word-tag';

import styles from './party-list.module.css';

const PLACE_TONES: Record<string, Tone> = { contact: 'good', consult: 'info', music: 'wait' };

/** Who takes part, who is being called, and who is where. */
export function PartyList({ work, ownId }: { work: DeskWork; ownId: string }) {
  const { t } = useTranslation();
  if (work.parties.length === 0) return null;
  return (
    <div>
      <div className={styles.label} id="parties">
        {t('call.parties.title')}
      </div>
      <ul className={styles.list} aria-labelledby="parties" data-testid="parties">
        {work.kind === 'internal' ? null : (
          <li className={styles.party} data-testid="party-citizen" data-held={work.held}>
            <span className={styles.name}>{t('party.citizen')}</span>
            <span className={styles.tags}>
              <WordTag tone={work.held ? 'wait' : 'good'}>
                {t(work.held ? 'call.parties.held' : 'call.parties.place.contact')}
              </WordTag>
            </span>
          </li>
        )}
        {work.parties.map((party) => (
          <Party key={`${party.role}-${party.agent_id ?? party.number}`} party={party} ownId={ownId} />
        ))}
      </ul>
    </div>
  );
}

function Party({ party, ownId }: { party: DeskParty; ownId: string }) {
  const { t, i18n } = useTranslation();
  const known = (key: string): string => (i18n.exists(key) ? String(i18n.t(key as never)) : '');
  const own = party.agent_id === ownId;
  const place = known(`call.parties.place.${party.place}`);
  return (
    <li
      className={styles.party}
      data-testid={own ? 'party-own' : 'party-other'}
      data-role={party.role}
      data-place={party.place}
      data-ringing={party.ringing}
    >
      <span className={styles.name}>
        {own ? t('call.parties.own') : party.name === '' ? groupPhone(party.number) : party.name}
      </span>
      <span className={styles.role}>{known(`call.parties.role.${party.role}`)}</span>
      <span className={styles.tags}>
        {party.muted ? <WordTag tone="wait">{t('call.parties.muted')}</WordTag> : null}
        {party.ringing ? (
          <WordTag tone="wait">{t('call.parties.ringing')}</WordTag>
        ) : place === '' ? null : (
          <WordTag tone={PLACE_TONES[party.place] ?? 'quiet'}>{place}</WordTag>
        )}
      </span>
    </li>
  );
}
