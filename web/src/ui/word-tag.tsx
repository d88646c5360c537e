import type { ReactNode } from 'react';

import styles from './word-tag.module.css';

export type Tone = 'good' | 'wait' | 'info' | 'quiet';

/** A short word on a quiet ground; all tones are readable at small size. */
export function WordTag({ tone, children, icon }: { tone: Tone; children: ReactNode; icon?: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
