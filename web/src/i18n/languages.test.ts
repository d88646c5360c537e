import { expect, it } from 'vitest';

import { remember } from '@/lib/remembered';

import { firstLanguage } from './languages';

it.each([
  [['zh-TW', 'en'], 'zh-Hant'],
  [['zh-Hant-HK'], 'zh-Hant'],
  [['zh'], 'zh-CN'],
  [['fr', 'en-US'], 'en'],
  [['fr'], 'zh-CN'],
])('a browser that prefers %j begins in %s', (preferred, language) => {
  expect(firstLanguage(preferred)).toBe(language);
});

it('remembers what was chosen before', () => {
  remember('language', 'en');
  expect(firstLanguage(['zh-CN'])).toBe('en');
});
