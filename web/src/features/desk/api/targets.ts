import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';

export type Targets = components['schemas']['Targets'];
export type DirectoryLine = components['schemas']['DirectoryLine'];

const RENEWED_MILLISECONDS = 3000;

/** Colleagues, queues and flows; while the list is open it is renewed, for colleagues come and go. */
export const targetsQuery = queryOptions({
  queryKey: ['targets'],
  queryFn: (): Promise<Targets> => answer(api.GET('/api/desk/targets')),
  refetchInterval: RENEWED_MILLISECONDS,
  staleTime: 0,
});

export const directoryQuery = queryOptions({
  queryKey: ['directory'],
  queryFn: (): Promise<DirectoryLine[]> => answer(api.GET('/api/directory')),
});
