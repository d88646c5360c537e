import { expect, it } from 'vitest';

import { unknownNames } from './queue';

it.each([
  ['请于{next_opening}来电。', []],
  ['请稍后再拨。', []],
  ['请于{when}来电，{next_opening}开始。', ['{when}']],
  ['请于{next_opening来电', ['{']],
  ['请于next_opening}来电', ['}']],
])('finds in %j what nothing can fill', (text, unknown) => {
  expect(unknownNames(text, ['next_opening'])).toEqual(unknown);
});
