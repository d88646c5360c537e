import { GlobalOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';

import { changeLanguage, LANGUAGES, useTranslation, type Language } from '@/i18n';

/** Each language is named in itself, so that whoever needs it can find it. */
export function LanguageSwitch({ compact = false }: { compact?: boolean }) {
  const { t, i18n } = useTranslation();
  const items = LANGUAGES.map((language) => ({
    key: language,
    label: t(`language.${language}`),
    lang: language,
  }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [i18n.language],
        onClick: ({ key }) => void changeLanguage(key as Language),
      }}
    >
      <Button
        type="text"
        icon={<GlobalOutlined />}
        data-testid="language-switch"
        aria-label={t('language.choose')}
      >
        {compact ? null : t(`language.${i18n.language as Language}`)}
      </Button>
    </Dropdown>
  );
}
