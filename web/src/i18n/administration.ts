/** The texts of the administration's pages: they load with those pages, so that the desk does not carry them. */
import { i18next, LANGUAGES } from './index';
import english from './locales/administration/en.json';
import simplified from './locales/administration/zh-CN.json';
import traditional from './locales/administration/zh-Hant.json';

const texts = { 'zh-CN': simplified, 'zh-Hant': traditional, en: english } as const;

export function addAdministrationTexts(): void {
  for (const language of LANGUAGES)
    i18next.addResourceBundle(language, 'translation', texts[language], true, true);
}
