import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

type Schemas = components['schemas'];
export type CalendarView = Schemas['CalendarView'];
export type CalendarBody = Schemas['CalendarBody'];
export type CalendarDay = Schemas['CalendarDay'];
export type OpenSpan = Schemas['OpenSpan'];
export type OwnDay = Schemas['OwnDay'];

export const calendarsKey = ['administration', 'calendars'] as const;

export const calendarsQuery = queryOptions({
  queryKey: calendarsKey,
  queryFn: () => answer(api.GET('/api/calendars')),
});

export const choicesQuery = queryOptions({
  queryKey: [...calendarsKey, 'choices'],
  queryFn: () => answer(api.GET('/api/calendars/choices')),
});

export const calendarDaysQuery = (calendarId: string, version: number, year: number) =>
  queryOptions({
    queryKey: [...calendarsKey, calendarId, 'days', version, year],
    queryFn: () =>
      answer(
        api.GET('/api/calendars/{calendar_id}/days', {
          params: { path: { calendar_id: calendarId }, query: { year } },
        }),
      ),
  });

export const createCalendar = (body: CalendarBody, params: ChangeHeader) =>
  answer(api.POST('/api/calendars', { params, body }));

export const changeCalendar = (
  calendarId: string,
  version: number,
  body: CalendarBody,
  { header }: ChangeHeader,
) =>
  answer(
    api.PUT('/api/calendars/{calendar_id}', {
      params: { header, path: { calendar_id: calendarId } },
      body: { ...body, version },
    }),
  );

export const retireCalendar = (calendarId: string, { header }: ChangeHeader) =>
  answer(
    api.DELETE('/api/calendars/{calendar_id}', { params: { header, path: { calendar_id: calendarId } } }),
  );
