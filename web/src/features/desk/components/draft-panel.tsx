import { Input, Select } from 'antd';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';
import { Panel } from '@/ui/panel';

import { useDraft } from '../model/draft';
import styles from './draft-panel.module.css';

const TOPICS = ['balance', 'withdrawal', 'loan', 'deposit', 'transfer', 'complaint', 'other'] as const;
const LONGEST_NOTE = 2000;

/** The form of the pop: what the citizen wants. It goes along with a consultation and a transfer. */
export function DraftPanel({ desk }: { desk: DeskView }) {
  const { t } = useTranslation();
  const { draft, handedOver, change } = useDraft(desk.work);
  if (desk.work === null) return null;
  return (
    <Panel title={t('draft.title')} testId="draft">
      {!handedOver ? null : (
        <p className={styles.handed} role="note" data-testid="handed-over">
          {t('draft.handed_over')}
        </p>
      )}
      <div className={styles.form}>
        <label className={styles.label} htmlFor="draft-topic">
          {t('draft.topic')}
        </label>
        <label className={styles.label} htmlFor="draft-note">
          {t('draft.note')}
        </label>
        <Select
          id="draft-topic"
          allowClear
          placeholder={t('draft.topic_hint')}
          value={draft.topic}
          options={TOPICS.map((topic) => ({ value: topic, label: t(`draft.topics.${topic}`) }))}
          onChange={(topic: string | undefined) => {
            change({ ...draft, topic: topic ?? null });
          }}
          data-testid="draft-topic"
        />
        <Input.TextArea
          id="draft-note"
          rows={2}
          maxLength={LONGEST_NOTE}
          placeholder={t('draft.note_hint')}
          value={draft.note}
          onChange={(event) => {
            change({ ...draft, note: event.target.value });
          }}
          data-testid="draft-note"
        />
      </div>
    </Panel>
  );
}
