import { useEffect, useRef } from 'react';

import styles from './choice-list.module.css';

interface Needs<T extends string> {
  title: string;
  choices: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
  close: () => void;
}

/** One of a few words, by mouse or by its number on the keyboard. */
export function ChoiceList<T extends string>({ title, choices, onChoose, close }: Needs<T>) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    /* What opens is not in the document yet while it mounts. */
    const frame = requestAnimationFrame(() => list.current?.focus());
    return () => {
      cancelAnimationFrame(frame);
    };
  }, []);
  const choose = (value: T) => {
    onChoose(value);
    close();
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="group"
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        const choice = choices[Number(event.key) - 1];
        if (choice !== undefined) choose(choice.value);
      }}
    >
      <span className={styles.title}>{title}</span>
      {choices.map(({ value, label }, index) => (
        <button
          key={value}
          type="button"
          className={styles.choice}
          onClick={() => {
            choose(value);
          }}
          data-testid={`choice-${value}`}
        >
          {label}
          <kbd className={styles.key}>{index + 1}</kbd>
        </button>
      ))}
    </div>
  );
}
