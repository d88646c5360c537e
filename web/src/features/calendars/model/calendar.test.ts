import { expect, it } from 'vitest';

import { hoursFrom, hoursText, lookOf, monthsOf } from './calendar';

it.each([
  ['', []],
  ['8:30-12:00', [{ opens: '08:30', closes: '12:00' }]],
  [
    '08：30至12：00，14:00~24:00',
    [
      { opens: '08:30', closes: '12:00' },
      { opens: '14:00', closes: '24:00' },
    ],
  ],
  ['12:00-08:30', null],
  ['08:30-12:00,11:00-13:00', null],
  ['上午', null],
  ['25:00-26:00', null],
])('understands %j as hours', (text, hours) => {
  expect(hoursFrom(text)).toEqual(hours);
});

it('writes hours as it reads them', () => {
  const text = '08:30-12:00, 14:00-17:30';
  expect(hoursText(hoursFrom(text) ?? [])).toBe(text);
});

it('lays the days of a month under their weekdays', () => {
  const day = { day: '2026-03-01', hours: [], kind: null, name: '' };
  const march = monthsOf([day])[2];
  expect(march?.blanks).toBe(6);
  expect(lookOf(day)).toBe('closed');
  expect(lookOf({ ...day, kind: 'working_day' })).toBe('working_day');
});
