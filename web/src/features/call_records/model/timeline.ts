/** Segments placed on one line of time, from the start to the end of the call. Pure. */
import type { CallDetail, Segment } from '../api/call-records';

export interface TimelineBar {
  segment: Segment;
  seconds: number;
  /** Fractions of the whole line, 0 to 1. */
  left: number;
  width: number;
}

const MINIMUM_WIDTH = 0.008;

export function timelineBars(detail: CallDetail): TimelineBar[] {
  const start = Date.parse(detail.call.started_at);
  const whole = Math.max(1, Date.parse(detail.call.ended_at) - start);
  return detail.segments.map((segment) => {
    const from = Date.parse(segment.started_at);
    const spent = Math.max(0, Date.parse(segment.ended_at) - from);
    const left = Math.min(1 - MINIMUM_WIDTH, Math.max(0, (from - start) / whole));
    return {
      segment,
      seconds: spent / 1000,
      left,
      width: Math.min(1 - left, Math.max(MINIMUM_WIDTH, spent / whole)),
    };
  });
}
