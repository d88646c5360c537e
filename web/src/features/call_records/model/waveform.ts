/**
 * The picture of a recording: from the server's lowest and highest samples of each step (0 = -1.0, 128 = silence,
 * 255 = 1.0) to one height for each bar. Pure; drawing is the component's.
 */
const SILENCE = 128;

/** How far a step swings from silence, 0 to 1. */
export function swing(lowest: number, highest: number): number {
  return Math.min(1, Math.max(Math.abs(highest - SILENCE), Math.abs(SILENCE - lowest)) / (SILENCE - 1));
}

/** `bars` heights over the whole length: the greatest swing of the steps that fall into each bar. */
export function barHeights(lowest: readonly number[], highest: readonly number[], bars: number): number[] {
  const steps = Math.min(lowest.length, highest.length);
  if (steps === 0 || bars <= 0) return [];
  return Array.from({ length: bars }, (_, bar) => {
    const first = Math.floor((bar * steps) / bars);
    const end = Math.max(first + 1, Math.floor(((bar + 1) * steps) / bars));
    let height = 0;
    for (let step = first; step < end; step += 1) {
      height = Math.max(height, swing(lowest[step] ?? SILENCE, highest[step] ?? SILENCE));
    }
    return height;
  });
}

/** Speech is mostly quiet: the square root shows it without clipping what is loud. */
export const shownHeight = (height: number): number => Math.sqrt(height);

/** The second under a point of the picture. */
export function secondAt(x: number, width: number, durationSeconds: number): number {
  if (width <= 0) return 0;
  return Math.min(1, Math.max(0, x / width)) * durationSeconds;
}
