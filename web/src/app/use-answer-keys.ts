import { useEffect } from 'react';

/** Ctrl+Enter answers, on every page and in every field. */
export function useAnswerKeys(possible: boolean, answer: () => void): void {
  useEffect(() => {
    if (!possible) return undefined;
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      answer();
    };
    window.addEventListener('keydown', pressed);
    return () => {
      window.removeEventListener('keydown', pressed);
    };
  }, [possible, answer]);
}
