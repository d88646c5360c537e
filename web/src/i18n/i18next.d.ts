import 'i18next';

import type administration from './locales/administration/zh-CN.json';
import type simplified from './locales/zh-CN.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof simplified & typeof administration };
  }
}
