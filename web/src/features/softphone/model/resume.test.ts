import { expect, it } from 'vitest';

import { ANSWER_WAIT_MILLISECONDS, ENDING_GRACE_MILLISECONDS, resumeDelay, type ResumeFacts } from './resume';

const NOW = 1_000_000;
const afterReload: ResumeFacts = {
  phase: 'talking',
  registered: true,
  microphoneReady: true,
  sessionPresent: false,
  endedAt: null,
  askedAt: null,
};

it('asks at once after a reload in a talk', () => {
  expect(resumeDelay(afterReload, NOW)).toBe(0);
});

it.each([
  ['the telephone is not registered', { registered: false }],
  ['there is no microphone', { microphoneReady: false }],
  ['the call is here', { sessionPresent: true }],
  ['the citizen still rings', { phase: 'ringing' as const }],
  ['the talk is over', { phase: 'wrap_up' as const }],
  ['there is no work', { phase: null }],
])('does not ask while %s', (_why, change) => {
  expect(resumeDelay({ ...afterReload, ...change }, NOW)).toBeNull();
});

it('gives the server time to say that an ended call is over', () => {
  expect(resumeDelay({ ...afterReload, endedAt: NOW }, NOW)).toBe(ENDING_GRACE_MILLISECONDS);
});

it('asks at once where the server itself misses the voice', () => {
  expect(resumeDelay({ ...afterReload, phase: 'reconnecting', endedAt: NOW }, NOW)).toBe(0);
});

it('waits for the ring before it asks again', () => {
  expect(resumeDelay({ ...afterReload, askedAt: NOW - 1000 }, NOW)).toBe(ANSWER_WAIT_MILLISECONDS - 1000);
});
