import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { DeskView } from '@/lib/generated/live';

/** The desk as the server last told it. The live socket keeps it new; the request is for the first sight. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: (): Promise<DeskView> => answer(api.GET('/api/desk')),
  staleTime: Infinity,
});
