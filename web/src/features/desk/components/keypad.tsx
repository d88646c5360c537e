import { useEffect, useRef, useState } from 'react';

import { useTranslation } from '@/i18n';

import type { DeskCommands } from '../api/use-desk-command';
import styles from './keypad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SHOWN = 12;

/** A telephone's keys; each is sent at once, in order. The keyboard's own keys do the same. */
export function Keypad({ commands, close }: { commands: DeskCommands; close: () => void }) {
  const { t } = useTranslation();
  const [sent, setSent] = useState('');
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const pad = useRef<HTMLDivElement>(null);

  useEffect(() => {
    pad.current?.focus();
  }, []);

  const press = (digits: string) => {
    setSent((before) => (before + digits).slice(-SHOWN));
    /* A refusal is told by the command itself; the next key is sent all the same. */
    last.current = last.current.then(() => commands.ask({ name: 'keys', digits })).catch(() => undefined);
  };

  return (
    <div
      ref={pad}
      className={styles.keypad}
      role="group"
      tabIndex={-1}
      aria-label={t('call.keypad.title')}
      data-testid="keypad"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        if (KEYS.includes(event.key) && !event.altKey && !event.ctrlKey) press(event.key);
      }}
    >
      <div className={`${styles.sent ?? ''} digits`} aria-live="polite" data-testid="keys-sent">
        {sent}
      </div>
      <div className={styles.keys}>
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            className={styles.key}
            data-testid={`key-${key}`}
            onClick={() => {
              press(key);
            }}
          >
            {key}
          </button>
        ))}
      </div>
      <p className={styles.hint}>{t('call.keypad.hint')}</p>
    </div>
  );
}
