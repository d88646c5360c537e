import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';

export type SoftphoneAccount = components['schemas']['Softphone'];

/** The agent's own SIP account; kept in memory only for as long as the desk is open. */
export const softphoneQuery = queryOptions({
  queryKey: ['softphone'],
  queryFn: (): Promise<SoftphoneAccount> => answer(api.GET('/api/softphone')),
  staleTime: Infinity,
  gcTime: 0,
});
