import { queryOptions } from '@tanstack/react-query';

import { answer, api, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

export type CallerMark = components['schemas']['CallerMarkView'];
export type NewMark = components['schemas']['NewMark'];
export type MarkBody = Omit<NewMark, 'number'>;

export const marksKey = ['administration', 'caller-marks'] as const;

/** All marks, or those of one number; the number travels in the request's body only. */
export const marksQuery = (number: string) =>
  queryOptions({
    queryKey: [...marksKey, number],
    queryFn: () =>
      number === ''
        ? answer(api.GET('/api/caller-marks'))
        : answer(api.POST('/api/caller-marks/find', { params: { header: OWN_PAGE }, body: { number } })),
  });

export const createMark = (body: NewMark, params: ChangeHeader) =>
  answer(api.POST('/api/caller-marks', { params, body }));

export const changeMark = (markId: string, version: number, body: MarkBody, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/caller-marks/{mark_id}', {
      params: { header, path: { mark_id: markId } },
      body: { ...body, version },
    }),
  );

export const retireMark = (markId: string, { header }: ChangeHeader) =>
  answer(api.DELETE('/api/caller-marks/{mark_id}', { params: { header, path: { mark_id: markId } } }));
