import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

export type LegalHold = components['schemas']['LegalHoldView'];

export const holdsKey = ['administration', 'legal-holds'] as const;

/** The holds in force, or all that were ever placed on one contact. */
export const holdsQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...holdsKey, contactId],
    queryFn: () =>
      answer(
        api.GET('/api/legal-holds', { params: { query: contactId === '' ? {} : { contact_id: contactId } } }),
      ),
  });

export const keepingQuery = queryOptions({
  queryKey: [...holdsKey, 'keeping'],
  queryFn: () => answer(api.GET('/api/legal-holds/keeping')),
});

export const placeHold = (
  body: { contact_id: string; reason: string; until: string | null },
  params: ChangeHeader,
) => answer(api.POST('/api/legal-holds', { params, body }));

export const liftHold = (holdId: string, reason: string, { header }: ChangeHeader) =>
  answer(
    api.POST('/api/legal-holds/{hold_id}/lift', {
      params: { header, path: { hold_id: holdId } },
      body: { reason },
    }),
  );
