import { expect, it } from 'vitest';

import { barHeights, secondAt, swing } from './waveform';

it('measures a step by its greater swing from silence', () => {
  expect(swing(128, 128)).toBe(0);
  expect(swing(128, 255)).toBe(1);
  expect(swing(1, 140)).toBe(1);
});

it('keeps the loudest step of each bar', () => {
  const highest = [128, 192, 128, 128, 255, 128];
  const lowest = highest.map(() => 128);
  expect(barHeights(lowest, highest, 3).map((height) => Math.round(height * 100))).toEqual([50, 0, 100]);
});

it('stretches a short recording over all bars', () => {
  expect(barHeights([128], [255], 4)).toEqual([1, 1, 1, 1]);
});

it('draws nothing of a recording without steps', () => {
  expect(barHeights([], [], 100)).toEqual([]);
});

it('finds the second under a click and stays within the recording', () => {
  expect(secondAt(50, 200, 24)).toBe(6);
  expect(secondAt(-5, 200, 24)).toBe(0);
  expect(secondAt(900, 200, 24)).toBe(24);
  expect(secondAt(10, 0, 24)).toBe(0);
});
