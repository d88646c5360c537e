/** Pauses and marks of a recording, placed on its picture as fractions of the whole (0 to 1) and in order. Pure. */
import type { Waveform } from '../api/call-records';

export type Pause = Waveform['pauses'][number];
export type Mark = Waveform['marks'][number];

export interface PauseStretch {
  pause: Pause;
  left: number;
  width: number;
}

/** What is told below the picture: `seconds` is where a click goes. */
export type Moment =
  { seconds: number; pause: Pause; mark?: never } | { seconds: number; mark: Mark; pause?: never };

const NARROWEST = 0.004;

/** Where a second is; what lies outside of the recording stands at its edge. */
export const placeOf = (seconds: number, durationSeconds: number): number =>
  durationSeconds <= 0 ? 0 : Math.min(1, Math.max(0, seconds / durationSeconds));

/** Each pause as wide as it was long, and wide enough to be seen; one whose end was never told goes on to the end. */
export function pauseStretches(pauses: readonly Pause[], durationSeconds: number): PauseStretch[] {
  return pauses.map((pause) => {
    const left = Math.min(1 - NARROWEST, placeOf(pause.start_seconds, durationSeconds));
    const right = placeOf(pause.end_seconds ?? durationSeconds, durationSeconds);
    return { pause, left, width: Math.max(NARROWEST, right - left) };
  });
}

/** All of them in the order of time. */
export function moments(pauses: readonly Pause[], marks: readonly Mark[]): Moment[] {
  const all: Moment[] = [
    ...pauses.map((pause) => ({ seconds: pause.start_seconds, pause })),
    ...marks.map((mark) => ({ seconds: mark.at_seconds, mark })),
  ];
  return all.sort((one, other) => one.seconds - other.seconds);
}
