import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import { useProblemMessage } from '@/ui/use-problem-message';

export type Promised = components['schemas']['Promise'];
export type CancelReason = components['schemas']['CancelReason'];

const REFRESH_MILLISECONDS = 10_000;

/** Who is to be called back. Asked for anew now and then: promises are few, and nothing of them is urgent. */
export const promisesQuery = queryOptions({
  queryKey: ['promises'],
  queryFn: (): Promise<readonly Promised[]> => answer(api.GET('/api/supervision/promises')),
  refetchInterval: REFRESH_MILLISECONDS,
});

/** Takes a promise back; the list shows at once that it is gone. */
export function useCancelPromise() {
  const cache = useQueryClient();
  const showProblem = useProblemMessage();
  return useMutation({
    mutationFn: ({ contactId, reason }: { contactId: string; reason: CancelReason }) =>
      answer(
        api.POST('/api/supervision/promises/{contact_id}/cancel', {
          params: {
            path: { contact_id: contactId },
            header: { ...OWN_PAGE, 'Idempotency-Key': newIdempotencyKey() },
          },
          body: { reason },
        }),
      ),
    retry: false,
    onSuccess: (left) => {
      cache.setQueryData(promisesQuery.queryKey, left);
    },
    onError: (problem) => {
      showProblem(problem);
      void cache.invalidateQueries({ queryKey: promisesQuery.queryKey });
    },
  });
}
