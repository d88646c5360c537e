import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';

export type CallLine = components['schemas']['CallLine'];
export type CallDetail = components['schemas']['CallDetailView'];
export type Segment = components['schemas']['SegmentView'];
export type Waveform = components['schemas']['WaveformView'];

const PAGE_SIZE = 50;

export const callRecordsKey = ['call_records'] as const;

export const callRecordsQuery = infiniteQueryOptions({
  queryKey: [...callRecordsKey, 'list'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam }) => {
    const query = { limit: PAGE_SIZE, ...(pageParam === null ? {} : { before: pageParam }) };
    return answer(api.GET('/api/call-records', { params: { query } }));
  },
  getNextPageParam: (page) => page.next_cursor,
});

export const callRecordQuery = (contactId: string) =>
  queryOptions({
    queryKey: [...callRecordsKey, 'one', contactId],
    queryFn: () =>
      answer(api.GET('/api/call-records/{contact_id}', { params: { path: { contact_id: contactId } } })),
  });

export const waveformQuery = (recordingId: string) =>
  queryOptions({
    queryKey: ['recordings', recordingId, 'waveform'],
    queryFn: () =>
      answer(
        api.GET('/api/recordings/{recording_id}/waveform', {
          params: { path: { recording_id: recordingId } },
        }),
      ),
    staleTime: Infinity,
  });

export const audioAddress = (recordingId: string): string =>
  `/api/recordings/${encodeURIComponent(recordingId)}/audio`;
