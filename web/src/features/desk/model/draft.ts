/**
 * The pop's form: what the agent notes while talking. It belongs to the contact, is kept for as long as the page shows
 * it (never in the browser's storage), and goes along when the contact is handed over.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';

import type { DeskWork } from '@/lib/generated/live';

import type { Handover } from '../api/send-desk-command';

export interface Draft {
  topic: string | null;
  note: string;
}

const EMPTY: Draft = { topic: null, note: '' };
const MILLISECONDS_A_DAY = 86_400_000;

/** The form as the desk before has handed it over; an empty one, or anything else in its place, is none. */
export function handedDraft(handover: DeskWork['handover']): Draft | null {
  const form = handover.form;
  if (form === null || typeof form !== 'object') return null;
  const { topic, note } = form as Record<string, unknown>;
  const draft = {
    topic: typeof topic === 'string' ? topic : null,
    note: typeof note === 'string' ? note : '',
  };
  return draft.topic === null && draft.note === '' ? null : draft;
}

/** The form as it stands, and the page that is open. */
export const handoverOf = (draft: Draft, page: string): Handover => ({
  form: { topic: draft.topic, note: draft.note.trim() },
  pages: [page],
});

interface KeptDraft {
  draft: Draft;
  /** It is what the desk before has handed over, untouched. */
  handedOver: boolean;
  change: (draft: Draft) => void;
}

/** The draft of the contact on the desk: begun with what was handed over. */
export function useDraft(work: DeskWork | null): KeptDraft {
  const cache = useQueryClient();
  const queryKey = ['draft', work?.contact_id ?? ''];
  const kept = useQuery<Draft | null>({
    queryKey,
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: MILLISECONDS_A_DAY,
  });
  const handed = work === null ? null : handedDraft(work.handover);
  return {
    draft: kept.data ?? handed ?? EMPTY,
    handedOver: kept.data === null && handed !== null,
    change: (next) => cache.setQueryData(queryKey, next),
  };
}
