import { useTranslation } from '@/i18n';

import styles from './brand.module.css';

/** The mark and the product's name. */
export function Brand({ light = false, large = false }: { light?: boolean; large?: boolean }) {
  const { t } = useTranslation();
  const size = large ? 52 : 30;
  return (
    <span className={`${styles.brand} ${light ? styles.light : ''} ${large ? styles.large : ''}`}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill={light ? '#ffffff' : '#1b5fc1'} />
        <g stroke={light ? '#1b5fc1' : '#ffffff'} fill="none" strokeLinecap="round">
          <path d="M8 17a8 8 0 0 1 16 0" strokeWidth="2.6" />
          <path d="M13.2 20.2v-2.4M16 21.6v-5.2M18.8 20.2v-2.4" strokeWidth="1.9" opacity="0.62" />
        </g>
        <rect x="6.4" y="16" width="4.6" height="7.4" rx="2.1" fill={light ? '#1b5fc1' : '#ffffff'} />
        <rect x="21" y="16" width="4.6" height="7.4" rx="2.1" fill={light ? '#1b5fc1' : '#ffffff'} />
      </svg>
      <span className={styles.name}>
        {t('product.name')}
        <span className={styles.latin}>{t('product.latin')}</span>
      </span>
    </span>
  );
}
