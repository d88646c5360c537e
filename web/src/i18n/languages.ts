import { readRemembered, remember } from '@/lib/remembered';

export const LANGUAGES = ['zh-CN', 'zh-Hant', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (value: unknown): value is Language => LANGUAGES.some((language) => language === value);

/** The remembered language, else the browser's, else zh-CN: a centre works in Chinese. */
export function firstLanguage(preferred: readonly string[] = navigator.languages): Language {
  const remembered = readRemembered<unknown>('language', null);
  if (isLanguage(remembered)) return remembered;
  return preferred.map(languageOfTag).find((language) => language !== null) ?? 'zh-CN';
}

export function languageOfTag(languageTag: string): Language | null {
  const lower = languageTag.toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(lower)) return 'zh-Hant';
  if (lower.startsWith('zh')) return 'zh-CN';
  return lower.startsWith('en') ? 'en' : null;
}

export const rememberLanguage = (language: Language): void => {
  remember('language', language);
};
