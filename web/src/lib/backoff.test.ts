import { expect, it } from 'vitest';

import { backoffMilliseconds } from './backoff';

it('doubles up to its maximum', () => {
  const waits = [0, 1, 2, 3, 9].map((attempt) => backoffMilliseconds(attempt, { random: () => 0.5 }));
  expect(waits).toEqual([500, 1000, 2000, 4000, 10_000]);
});

it('is spread so that not all desks come at once', () => {
  expect(backoffMilliseconds(1, { random: () => 0 })).toBe(800);
  expect(backoffMilliseconds(1, { random: () => 1 })).toBe(1200);
});
