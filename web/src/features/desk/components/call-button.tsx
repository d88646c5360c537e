import type { ReactNode } from 'react';

import styles from './call-bar.module.css';

interface Needs {
  icon: ReactNode;
  label: string;
  /** The key's name, and the same as screen readers want it. */
  shortcut: string;
  ariaShortcut: string;
  disabled: boolean;
  pending: boolean;
  pressed: boolean;
  testId: string;
  onClick: () => void;
}

/** One place of the call bar: a picture, a word, and its key. */
export function CallButton({
  icon,
  label,
  shortcut,
  ariaShortcut,
  disabled,
  pending,
  pressed,
  testId,
  onClick,
}: Needs) {
  return (
    <button
      type="button"
      className={styles.button}
      disabled={disabled}
      aria-busy={pending}
      aria-keyshortcuts={ariaShortcut}
      data-pressed={pressed}
      data-testid={testId}
      onClick={onClick}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.label}>{label}</span>
      <kbd className={styles.key} aria-hidden="true">
        {shortcut}
      </kbd>
    </button>
  );
}
