/**
 * The server's time as this machine can best know it, so that timers agree with the centre even where the workplace
 * clock is wrong. A message can only be late, never early: the largest (server time - local time) is the best estimate.
 */
let offsetMilliseconds: number | null = null;

export function noteServerTime(serverTime: string, localMilliseconds: number = Date.now()): void {
  const offset = Date.parse(serverTime) - localMilliseconds;
  if (Number.isNaN(offset)) return;
  if (offsetMilliseconds === null || offset > offsetMilliseconds) offsetMilliseconds = offset;
}

/** Forget the estimate: after the machine slept, or its clock was set. */
export function forgetServerTime(): void {
  offsetMilliseconds = null;
}

export function serverNow(localMilliseconds: number = Date.now()): number {
  return localMilliseconds + (offsetMilliseconds ?? 0);
}

/** Seconds from `instant` until now; never negative. */
export function secondsSince(instant: string, now: number = serverNow()): number {
  return Math.max(0, (now - Date.parse(instant)) / 1000);
}

/** Seconds left until `instant`; never negative. */
export function secondsUntil(instant: string, now: number = serverNow()): number {
  return Math.max(0, (Date.parse(instant) - now) / 1000);
}
