import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

export type DirectoryLine = components['schemas']['DirectoryLine'];
export type EntryBody = components['schemas']['EntryBody'];

export const directoryKey = ['administration', 'directory'] as const;

export const directoryQuery = queryOptions({
  queryKey: directoryKey,
  queryFn: () => answer(api.GET('/api/directory')),
});

/** The calendars that an entry may keep to. */
export const hoursQuery = queryOptions({
  queryKey: ['administration', 'calendars'],
  queryFn: () => answer(api.GET('/api/calendars')),
});

export const createEntry = (body: EntryBody, params: ChangeHeader) =>
  answer(api.POST('/api/directory', { params, body }));

export const changeEntry = (entryId: string, version: number, body: EntryBody, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/directory/{entry_id}', {
      params: { header, path: { entry_id: entryId } },
      body: { ...body, version },
    }),
  );

export const retireEntry = (entryId: string, { header }: ChangeHeader) =>
  answer(api.DELETE('/api/directory/{entry_id}', { params: { header, path: { entry_id: entryId } } }));
