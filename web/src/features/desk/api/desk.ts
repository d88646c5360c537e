import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { DeskView } from '@/lib/generated/live';

/** The desk as the server last told it. The live socket keeps it new; the request is for the first sight. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: async ({ client, queryKey }): Promise<DeskView> => {
    const asked = await answer(api.GET('/api/desk'));
    /* What the live socket has shown meanwhile is newer than this answer. */
    return client.getQueryData<DeskView>(queryKey) ?? asked;
  },
  staleTime: Infinity,
});
