import { expect, it } from 'vitest';

import { moments, pauseStretches, placeOf, type Mark, type Pause } from './moments';

const pause = (start_seconds: number, end_seconds: number | null): Pause => ({
  start_seconds,
  end_seconds,
  paused_by: 'system',
  reason: 'menu',
  end_reason: null,
});
const mark = (at_seconds: number): Mark => ({ at_seconds, kind: 'promise', marked_by: '王芳' });

it('places a second on the picture and keeps it inside', () => {
  expect(placeOf(30, 120)).toBe(0.25);
  expect(placeOf(-1, 120)).toBe(0);
  expect(placeOf(121, 120)).toBe(1);
  expect(placeOf(5, 0)).toBe(0);
});

it('draws a pause as wide as it was long', () => {
  expect(pauseStretches([pause(30, 60)], 120)).toEqual([{ pause: pause(30, 60), left: 0.25, width: 0.25 }]);
});

it('draws a pause without an end to the end of the recording', () => {
  const [stretch] = pauseStretches([pause(90, null)], 120);
  expect(stretch).toMatchObject({ left: 0.75, width: 0.25 });
});

it('lets a short pause be seen, also at the very end', () => {
  const [short, last] = pauseStretches([pause(60, 60.01), pause(120, 120)], 120);
  expect(short?.width).toBe(0.004);
  expect((last?.left ?? 1) + (last?.width ?? 1)).toBeLessThanOrEqual(1);
});

it('tells pauses and marks in the order of time', () => {
  const told = moments([pause(20, 25), pause(2, 4)], [mark(10)]);
  expect(told.map(({ seconds }) => seconds)).toEqual([2, 10, 20]);
  expect(told[1]?.mark?.kind).toBe('promise');
});
