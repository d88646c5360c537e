import { useSyncExternalStore } from 'react';

import { serverNow } from './server-clock';

/** One ticker for all timers on the page, so that they change together. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let second = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    listeners.forEach((notify) => {
      notify();
    });
  }, 250);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function snapshot(): number {
  const now = Math.floor(serverNow() / 1000);
  if (now !== second) second = now;
  return second;
}

/** The server's time in milliseconds, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot) * 1000;
}
