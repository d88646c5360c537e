import type { ThemeConfig } from 'antd';
import type { Locale } from 'antd/es/locale';
import englishWords from 'antd/locale/en_US';
import simplifiedWords from 'antd/locale/zh_CN';
import traditionalWords from 'antd/locale/zh_TW';

import type { Language } from '@/i18n';

/** The same calm blue as theme.css, in Ant Design's words. */
export const antTheme: ThemeConfig = {
  cssVar: { key: 'rexian' },
  token: {
    colorPrimary: '#1b5fc1',
    colorSuccess: '#137547',
    colorWarning: '#b56a00',
    colorError: '#c0271d',
    colorText: '#17233a',
    colorTextSecondary: '#4a5a73',
    colorTextTertiary: '#66758c',
    colorBorder: '#c9d4e2',
    colorBorderSecondary: '#dfe6ef',
    colorBgLayout: '#f2f5f9',
    borderRadius: 8,
    controlHeight: 34,
    fontFamily: 'var(--font)',
  },
  components: {
    Table: { headerBg: '#f6f9fc', headerColor: '#4a5a73', cellPaddingBlock: 11 },
    Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
  },
};

export const antWords: Record<Language, Locale> = {
  'zh-CN': simplifiedWords,
  'zh-Hant': traditionalWords,
  en: englishWords,
};
