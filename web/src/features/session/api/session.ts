import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';

import { answer, api, OWN_PAGE } from '@/api/client';
import { ApiProblem } from '@/api/problem';
import type { components } from '@/lib/generated/http';

export type Me = components['schemas']['Me'];

/** Who is signed in; null = nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await answer(api.GET('/api/session'));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** What one user has seen is nothing for the next; the session itself is being watched and stays. */
function forgetOtherData(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: components['schemas']['SignInRequest']) =>
      answer(api.POST('/api/session', { params: { header: OWN_PAGE }, body })),
    retry: false,
    onSuccess: (me) => {
      forgetOtherData(client);
      client.setQueryData(sessionQuery.queryKey, me);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/session', { params: { header: OWN_PAGE } })),
    onSuccess: () => {
      forgetOtherData(client);
      client.setQueryData(sessionQuery.queryKey, null);
    },
  });
}
