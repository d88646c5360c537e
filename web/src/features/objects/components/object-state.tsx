import { useTranslation } from '@/i18n';
import { WordTag, type Tone } from '@/ui/word-tag';

import type { ObjectStatus } from '../api/objects';

const TONES: Record<ObjectStatus['state'], Tone> = {
  running: 'good',
  starting: 'info',
  switched_off: 'quiet',
  taken_out: 'wait',
};

/** How an object stands, in one word; what is out of service has an alarm above the table besides. */
export function ObjectState({ status }: { status: ObjectStatus }) {
  const { t } = useTranslation();
  return (
    <span data-testid="object-state" data-state={status.state}>
      <WordTag tone={TONES[status.state]}>{t(`objects.state.${status.state}`)}</WordTag>
    </span>
  );
}
