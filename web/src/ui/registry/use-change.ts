import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';

import { newIdempotencyKey, OWN_PAGE } from '@/api/client';
import { problemCode } from '@/api/problem';

export interface ChangeHeader {
  header: { 'X-Rexian-Request': '1'; 'Idempotency-Key': string };
}

/** One change of a record: tries of the same wish share a key; what shows the record is asked anew afterwards. */
export function useChange<Wish, Answer>(
  send: (wish: Wish, params: ChangeHeader) => Promise<Answer>,
  refresh: readonly QueryKey[],
) {
  const cache = useQueryClient();
  const askAnew = () => Promise.all(refresh.map((queryKey) => cache.invalidateQueries({ queryKey })));
  const mutation = useMutation({
    mutationFn: ({ wish, key }: { wish: Wish; key: string }) =>
      send(wish, { header: { ...OWN_PAGE, 'Idempotency-Key': key } }),
    onSuccess: askAnew,
    onError: (error) => (problemCode(error) === 'changed_meanwhile' ? askAnew() : undefined),
  });
  return {
    pending: mutation.isPending,
    problem: mutation.error,
    forget: mutation.reset,
    run: (wish: Wish) => mutation.mutateAsync({ wish, key: newIdempotencyKey() }),
  };
}
