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

/** The form as the desk before has handed it over; anything else in its place is no form. */
export function handedDraft(handover: DeskWork['handover']): Draft | null {
  const form = handover.form;
  if (form === null || typeof form !== 'object') return null;
  const { topic, note } = form as Record<string, unknown>;
  return { topic: typeof topic === 'string' ? topic : null, note: typeof note === 'string' ? note : '' };
}

/** The form as it stands, and the page that is open. */
export const handoverOf = (draft: Draft, page: string): Handover => ({
  form: { topic: draft.topic, note: draft.note.trim() },
  pages: [page],
});

/** The draft of the contact on the desk: begun with what was handed over. */
export function useDraft(work: DeskWork | null): [Draft, (draft: Draft) => void] {
  const cache = useQueryClient();
  const queryKey = ['draft', work?.contact_id ?? ''];
  const kept = useQuery<Draft | null>({
    queryKey,
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: MILLISECONDS_A_DAY,
  });
  const draft = kept.data ?? (work === null ? null : handedDraft(work.handover)) ?? EMPTY;
  return [draft, (next) => cache.setQueryData(queryKey, next)];
}
