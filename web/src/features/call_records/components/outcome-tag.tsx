import { useTranslation } from '@/i18n';
import { WordTag, type Tone } from '@/ui/word-tag';

import type { CallLine } from '../api/call-records';

const TONES: Record<CallLine['outcome'], Tone> = {
  answered: 'good',
  abandoned: 'wait',
  self_service: 'info',
  refused: 'quiet',
  not_reached: 'quiet',
  called_again: 'info',
  callback_cancelled: 'quiet',
};

/** What became of a call, in one word. */
export function OutcomeTag({ outcome }: { outcome: CallLine['outcome'] }) {
  const { t } = useTranslation();
  return <WordTag tone={TONES[outcome]}>{t(`outcome.${outcome}`)}</WordTag>;
}
