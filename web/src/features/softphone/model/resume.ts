/**
 * When a page asks for its voice back. The server shows a talk on the desk while this page holds no call: after a
 * reload, or when the voice was lost on the way. Pure; the hook that calls it does the asking.
 *
 * A call that has just ended here is usually being ended by the server too, so there is a short wait for its word.
 */
import type { WorkPhase } from '@/lib/generated/live';

export const ENDING_GRACE_MILLISECONDS = 2000;
export const ANSWER_WAIT_MILLISECONDS = 5000;

export interface ResumeFacts {
  phase: WorkPhase | null;
  registered: boolean;
  microphoneReady: boolean;
  sessionPresent: boolean;
  /** When the last call in this page ended; null = this page never held one. */
  endedAt: number | null;
  /** When this page last asked; null = not yet. */
  askedAt: number | null;
}

/** Milliseconds until the page should ask; 0 = now, null = there is nothing to ask for. */
export function resumeDelay(facts: ResumeFacts, now: number): number | null {
  const talkIsOn = facts.phase === 'talking' || facts.phase === 'reconnecting';
  if (!talkIsOn || facts.sessionPresent || !facts.registered || !facts.microphoneReady) return null;
  const graceEnds =
    facts.endedAt === null || facts.phase === 'reconnecting'
      ? now
      : facts.endedAt + ENDING_GRACE_MILLISECONDS;
  const nextTry = facts.askedAt === null ? now : facts.askedAt + ANSWER_WAIT_MILLISECONDS;
  return Math.max(0, graceEnds - now, nextTry - now);
}
