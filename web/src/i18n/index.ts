import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import { firstLanguage, rememberLanguage, type Language } from './languages';
import english from './locales/en.json';
import simplified from './locales/zh-CN.json';
import traditional from './locales/zh-Hant.json';

export { useTranslation } from 'react-i18next';
export { LANGUAGES, type Language } from './languages';

export const resources = {
  'zh-CN': { translation: simplified },
  'zh-Hant': { translation: traditional },
  en: { translation: english },
} as const;

void i18next.use(initReactI18next).init({
  resources,
  lng: firstLanguage(),
  fallbackLng: false,
  interpolation: { escapeValue: false },
  returnNull: false,
});
showLanguage(currentLanguage());

export function currentLanguage(): Language {
  return i18next.language as Language;
}

function showLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh-Hant' ? 'zh-Hant' : language;
}

export async function changeLanguage(language: Language): Promise<void> {
  rememberLanguage(language);
  await i18next.changeLanguage(language);
  showLanguage(language);
}

export { i18next };
