import type { ReactNode } from 'react';

import styles from './panel.module.css';

/** A white card with a quiet heading. */
export function Panel({
  title,
  extra,
  children,
  testId,
  fill = false,
}: {
  title: string;
  extra?: ReactNode;
  children: ReactNode;
  testId?: string;
  fill?: boolean;
}) {
  return (
    <section className={`${styles.panel} ${fill ? styles.fill : ''}`} aria-label={title} data-testid={testId}>
      <header className={styles.header}>
        <h2 className={styles.title}>{title}</h2>
        {extra}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}

/** What a panel shows while it has nothing to show. */
export function Quiet({ icon, title, hint }: { icon: ReactNode; title: string; hint?: string }) {
  return (
    <div className={styles.quiet}>
      <span className={styles.quietIcon}>{icon}</span>
      <strong>{title}</strong>
      {hint === undefined ? null : <span>{hint}</span>}
    </div>
  );
}
