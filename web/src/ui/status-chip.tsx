import type { ReactNode } from 'react';

import styles from './status-chip.module.css';

interface Needs {
  tone: 'good' | 'wait' | 'bad' | 'quiet';
  children: ReactNode;
  testId: string;
  state: string;
}

/** A dot and a word: how a part stands. */
export function StatusChip({ tone, children, testId, state }: Needs) {
  return (
    <span className={styles.chip} data-tone={tone} data-testid={testId} data-state={state} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
