/**
 * One window has the desk: two would both ring and both register the telephone. The browser's lock says which; it is
 * given up when its window closes, so that the next one takes over by itself.
 */
import { useCallback, useEffect, useRef, useState } from 'react';

export type TabRole = 'asking' | 'here' | 'elsewhere';

const ASKING_MILLISECONDS = 400;

interface Claim {
  name: string;
  steal: boolean;
  onRole: (role: TabRole) => void;
}

/** Claims the lock until the signal aborts. Without the browser's locks (plain http) every window may work. */
function claim({ name, steal, onRole }: Claim, signal: AbortSignal): void {
  if ((navigator as Partial<Navigator>).locks === undefined) {
    onRole('here');
    return;
  }
  const waiting = setTimeout(() => {
    onRole('elsewhere');
  }, ASKING_MILLISECONDS);
  const hold = () => {
    clearTimeout(waiting);
    if (signal.aborted) return Promise.resolve();
    onRole('here');
    return new Promise<void>((release) => {
      signal.addEventListener('abort', () => {
        release();
      });
    });
  };
  const asked = steal
    ? navigator.locks.request(name, { steal: true }, hold)
    : navigator.locks.request(name, { signal }, hold);
  asked.catch(() => {
    clearTimeout(waiting);
    if (signal.aborted) return;
    /* Another window took the desk: this one waits until that one is closed. */
    onRole('elsewhere');
    claim(
      {
        name,
        steal: false,
        onRole: (role) => {
          if (role === 'here') onRole(role);
        },
      },
      signal,
    );
  });
}

/** Whether this window has the desk, and a way to take it. */
export function useOnlyTab(name: string): [TabRole, () => void] {
  const [role, setRole] = useState<TabRole>('asking');
  const [steals, setSteals] = useState(0);
  const stolen = useRef(0);

  useEffect(() => {
    const steal = steals > stolen.current;
    stolen.current = steals;
    const controller = new AbortController();
    const { signal } = controller;
    claim(
      {
        name,
        steal,
        onRole: (next) => {
          if (!signal.aborted) setRole(next);
        },
      },
      signal,
    );
    return () => {
      controller.abort();
    };
  }, [name, steals]);

  const take = useCallback(() => {
    setSteals((count) => count + 1);
  }, []);
  return [role, take];
}
