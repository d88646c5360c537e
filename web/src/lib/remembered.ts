import { useCallback, useState } from 'react';

const PREFIX = 'rexian.';

export function readRemembered<T>(name: string, fallback: T): T {
  try {
    const stored = localStorage.getItem(PREFIX + name);
    return stored === null ? fallback : (JSON.parse(stored) as T);
  } catch {
    return fallback;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    /* Private windows and full disks refuse: the choice then lasts as long as the page. */
  }
}

/** State that is still there after a reload: choices of the person at this machine, never business data. */
export function useRemembered<T>(name: string, fallback: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readRemembered(name, fallback));
  const change = useCallback(
    (next: T) => {
      setValue(next);
      remember(name, next);
    },
    [name],
  );
  return [value, change];
}
