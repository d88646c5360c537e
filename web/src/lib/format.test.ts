import { describe, expect, it } from 'vitest';

import { formatAmount, formatDuration, formatTime, formatValue, isMasked } from './format';

describe('spans', () => {
  it.each([
    [0, '00:00'],
    [59.9, '00:59'],
    [67, '01:07'],
    [3905, '1:05:05'],
    [-3, '00:00'],
  ])('%d seconds are shown as %s', (seconds, shown) => {
    expect(formatDuration(seconds)).toBe(shown);
  });
});

describe('amounts', () => {
  it.each([
    ['32105.6', '¥32,105.60'],
    ['0', '¥0.00'],
    ['1234567.89', '¥1,234,567.89'],
    ['-12.50', '-¥12.50'],
    ['not a number', 'not a number'],
  ])('%s is shown as %s', (value, shown) => {
    expect(formatAmount(value)).toBe(shown);
  });
});

describe('attached values', () => {
  it.each([
    ['2026-10', 'month', '2026年10月'],
    ['202610', 'month', '2026年10月'],
    ['2026-11-22', 'date', '2026年11月22日'],
    ['410105********4217', 'id_number', '410105 ******** 4217'],
    ['13812348000', 'mobile', '138 1234 8000'],
    ['**************5096', 'account', '**** 5096'],
    ['410100002381745096', 'account', '41 0100 0023 8174 5096'],
    ['张**', 'name', '张**'],
  ])('%s as %s is shown as %s', (value, format, shown) => {
    expect(formatValue(value, format, 'zh-CN')).toBe(shown);
  });

  it('keeps a value that is not of its format', () => {
    expect(formatValue('soon', 'date', 'zh-CN')).toBe('soon');
  });

  it('knows a masked value by its stars', () => {
    expect(isMasked('张**')).toBe(true);
    expect(isMasked('张建国')).toBe(false);
  });
});

it('shows UTC times in the zone of the centre', () => {
  expect(formatTime('2026-11-23T06:30:05Z', 'zh-CN')).toBe('14:30:05');
});
