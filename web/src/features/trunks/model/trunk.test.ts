import { expect, it } from 'vitest';

import { cleaned, FIELDS, firstParameters, KINDS, lengthsFrom, NEW_TRUNK } from './trunk';

it('has a field for each parameter of each kind, and no other', () => {
  for (const kind of KINDS) {
    const parameters = Object.keys(firstParameters(kind)).filter(
      (name) => !['kind', 'spans', 'account'].includes(name),
    );
    expect(Object.keys(FIELDS[kind]).sort()).toEqual(parameters.sort());
  }
});

it('takes an account without a user for none', () => {
  const parameters = firstParameters('sip_ims');
  expect(cleaned({ ...NEW_TRUNK, parameters }).parameters).toMatchObject({ account: null });
});

it('reads lengths as they are written', () => {
  expect(lengthsFrom('8，11 位')).toEqual([8, 11]);
  expect(lengthsFrom('')).toEqual([]);
});
