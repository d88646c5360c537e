import { useMutation } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';

interface RevealWish {
  contactId: string;
  field: string;
  reason: string;
}

/** One masked value in clear, for a reason that the server puts on record first. Never kept in the query cache. */
export function useReveal() {
  return useMutation({
    mutationFn: async ({ contactId, field, reason }: RevealWish): Promise<string> => {
      const params = {
        path: { contact_id: contactId },
        header: { ...OWN_PAGE, 'Idempotency-Key': newIdempotencyKey() },
      };
      const revealed = await answer(
        api.POST('/api/contacts/{contact_id}/reveal', { params, body: { field, reason } }),
      );
      return revealed.value;
    },
    retry: false,
    gcTime: 0,
  });
}
