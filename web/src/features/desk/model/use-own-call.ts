/**
 * A call that this desk has asked for rings its own telephone first. Where the page is that telephone it answers by
 * itself: whoever has just pressed the button need not press another one.
 */
import { useCallback, useEffect, useState } from 'react';

import type { DeskView } from '@/lib/generated/live';

import { isAlerting } from './desk-buttons';

const EXPECTED_MILLISECONDS = 15_000;

interface Way {
  desk: DeskView | undefined;
  canAnswer: boolean;
  answer: () => void;
}

/** Gives what to call when such a call was asked for. */
export function useOwnCall({ desk, canAnswer, answer }: Way): () => void {
  const [expected, setExpected] = useState(false);
  const rings = desk !== undefined && isAlerting(desk);
  const supervises = desk?.work?.role === 'supervisor';

  useEffect(() => {
    if (!canAnswer || !rings || !(expected || supervises)) return undefined;
    /* JsSIP announces a session before it is ready to be answered. */
    const timer = setTimeout(() => {
      setExpected(false);
      answer();
    });
    return () => {
      clearTimeout(timer);
    };
  }, [expected, supervises, rings, canAnswer, answer]);

  useEffect(() => {
    if (!expected) return undefined;
    const timer = setTimeout(() => {
      setExpected(false);
    }, EXPECTED_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  }, [expected]);

  return useCallback(() => {
    setExpected(true);
  }, []);
}
