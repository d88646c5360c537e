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
          <div key={keys} className={styles.line}>
            <dt>
              <kbd>{t(keys)}</kbd>
            </dt>
            <dd>{t(does)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('help.reload')}</p>
      <p className={styles.note}>{t('softphone.any_phone')}</p>
    </div>
  );
}
