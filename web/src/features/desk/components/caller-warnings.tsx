import { useTranslation } from '@/i18n';
import type { DeskWork } from '@/lib/generated/live';
import { WordTag, type Tone } from '@/ui/word-tag';

import styles from './contact-card.module.css';

const TONES: Record<string, Tone> = { vip: 'info', red: 'info', black: 'wait' };

/** The lists that the caller is on, and why: to be seen before the first word. */
export function CallerWarnings({ warnings }: { warnings: DeskWork['warnings'] }) {
  const { i18n } = useTranslation();
  return warnings.map(({ kind, reason }) => {
    const key = `contact.warning.${kind}`;
    return (
      <p key={kind} className={styles.warning} role="note" data-testid="caller-warning" data-kind={kind}>
        <WordTag tone={TONES[kind] ?? 'quiet'}>
          {i18n.exists(key) ? String(i18n.t(key as never)) : kind}
        </WordTag>{' '}
        {reason}
      </p>
    );
  });
}
