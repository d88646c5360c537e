import { CALL_BAR } from '@/features/desk/model/call-actions';
import { useTranslation } from '@/i18n';

import styles from './help.module.css';

const KEYS = [
  { keys: 'help.answer_keys', does: 'help.answer' },
  { keys: 'help.play_keys', does: 'help.play' },
  { keys: 'help.seek_keys', does: 'help.seek' },
] as const;

/** The keys one can work with. */
export function Help() {
  const { t } = useTranslation();
  return (
    <div className={styles.help}>
      <strong>{t('help.title')}</strong>
      <dl className={styles.keys}>
        {KEYS.map(({ keys, does }) => (
          <Line key={keys} keys={t(keys)} does={t(does)} />
        ))}
      </dl>
      <strong>{t('call.bar')}</strong>
      <dl className={`${styles.keys ?? ''} ${styles.columns ?? ''}`} data-testid="call-keys">
        {CALL_BAR.flat().map((place) => (
          <Line
            key={place[0]?.code}
            keys={t('call.key', { sign: place[0]?.sign })}
            does={place.map((action) => t(`call.verb.${action.verb as 'hold'}`)).join(' / ')}
          />
        ))}
      </dl>
      <p className={styles.note}>{t('help.reload')}</p>
      <p className={styles.note}>{t('softphone.any_phone')}</p>
    </div>
  );
}

function Line({ keys, does }: { keys: string; does: string }) {
  return (
    <div className={styles.line}>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
