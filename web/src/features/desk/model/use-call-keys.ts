import { useEffect, useRef } from 'react';

import type { DeskView } from '@/lib/generated/live';

import { actionOfKey, isBarKey, type CallAction } from './call-actions';

/** Alt and a letter do what the call bar's button does, on every page and in every field. */
export function useCallKeys(desk: DeskView, act: (action: CallAction) => void): void {
  const newest = useRef({ desk, act });
  useEffect(() => {
    newest.current = { desk, act };
  }, [desk, act]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !isBarKey(event.code)) return;
      event.preventDefault();
      const action = actionOfKey(newest.current.desk, event.code);
      if (action !== undefined && !event.repeat) newest.current.act(action);
    };
    window.addEventListener('keydown', pressed);
    return () => {
      window.removeEventListener('keydown', pressed);
    };
  }, []);
}
