import { PhoneOutlined } from '@ant-design/icons';

import { useTranslation } from '@/i18n';
import type { DeskWork } from '@/lib/generated/live';
import { WordTag } from '@/ui/word-tag';

/** The citizen has not called just now: we call back, and the first words are ours. */
export function CallbackTag({ work }: { work: DeskWork }) {
  const { t } = useTranslation();
  if (!work.is_callback) return null;
  return (
    <span data-testid="callback-tag">
      <WordTag tone="info" icon={<PhoneOutlined />}>
        {t('contact.callback')}
      </WordTag>
    </span>
  );
}
