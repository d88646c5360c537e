import { expect, it } from 'vitest';

import { COLUMN_KEYS, FIRST_CHOICE, shownColumns, widthOf, withShown, withWidth } from './columns';

it('never hides the start of a call', () => {
  expect(shownColumns(withShown(FIRST_CHOICE, []))).toEqual(['started_at']);
});

it('shows the chosen columns in their own order', () => {
  expect(shownColumns(withShown(FIRST_CHOICE, ['outcome', 'caller_number']))).toEqual([
    'started_at',
    'caller_number',
    'outcome',
  ]);
  expect(shownColumns(withShown(FIRST_CHOICE, COLUMN_KEYS))).toEqual(COLUMN_KEYS);
});

it('keeps a drawn width within reason', () => {
  expect(widthOf(withWidth(FIRST_CHOICE, 'outcome', 150.4), 'outcome')).toBe(150);
  expect(widthOf(withWidth(FIRST_CHOICE, 'outcome', 3), 'outcome')).toBe(64);
});
