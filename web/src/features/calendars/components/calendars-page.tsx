import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import registry from '@/ui/registry/registry.module.css';
import { WordTag } from '@/ui/word-tag';

import { calendarsQuery, choicesQuery, type CalendarView } from '../api/calendars';
import { hoursText } from '../model/calendar';
import { CalendarEditor } from './calendar-editor';

/** Opening hours with holidays and 调休 days, and who keeps to them. Address: /administration/calendars/:recordId. */
export function CalendarsPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const list = useQuery(calendarsQuery);
  const choices = useQuery(choicesQuery);
  const columns = useCalendarColumns(choices.data?.queues ?? []);
  const chosen = list.data?.calendars.find((calendar) => calendar.calendar_id === recordId);
  return (
    <RegistryPage<CalendarView>
      name="calendars"
      title={t('administration.section.calendars')}
      hint={t('calendars.hint')}
      columns={columns}
      rows={list.data?.calendars}
      rowKey={(calendar) => calendar.calendar_id}
      chosen={recordId}
      problem={list.error}
      createWords={t('calendars.create')}
    >
      {list.data !== undefined &&
      choices.data !== undefined &&
      (chosen !== undefined || recordId === 'new') ? (
        <CalendarEditor
          key={recordId}
          calendar={chosen ?? null}
          choices={choices.data}
          knownYears={list.data.public_holiday_years}
          close={() => void navigate(registryAddress('calendars'))}
        />
      ) : null}
    </RegistryPage>
  );
}

function useCalendarColumns(
  queues: readonly { id: string; name: string }[],
): readonly RegistryColumn<CalendarView>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const keepers = (calendar: CalendarView) =>
      [
        ...calendar.queue_ids.map((id) => queues.find((queue) => queue.id === id)?.name ?? id),
        ...calendar.called_numbers,
      ].join('、') || t('calendars.nobody');
    const next = (calendar: CalendarView) =>
      calendar.next_opening === null
        ? t('calendars.never')
        : t('calendars.opens', { at: formatDayTime(calendar.next_opening, i18n.language) });
    return [
      { key: 'name', title: t('calendars.name'), width: 180, text: (calendar) => calendar.name },
      {
        key: 'now',
        title: t('calendars.now'),
        width: 290,
        text: (calendar) => (calendar.is_open ? t('calendars.open') : next(calendar)),
        render: (calendar) =>
          calendar.is_open ? (
            <WordTag tone="good">{t('calendars.open')}</WordTag>
          ) : (
            <>
              <WordTag tone="quiet">{t('calendars.closed')}</WordTag>{' '}
              <span className={registry.none}>{next(calendar)}</span>
            </>
          ),
      },
      {
        key: 'monday',
        title: t('calendars.weekday.0'),
        width: 200,
        text: (calendar) => hoursText(calendar.week[0] ?? []) || t('calendars.closed'),
      },
      { key: 'keepers', title: t('calendars.keepers'), width: 240, text: keepers },
      {
        key: 'holidays',
        title: t('calendars.holidays'),
        width: 130,
        text: (calendar) =>
          t(calendar.follows_public_holidays ? 'calendars.follows' : 'calendars.does_not_follow'),
      },
      {
        key: 'own_days',
        title: t('calendars.own_days'),
        width: 110,
        text: (calendar) => String(calendar.own_days.length),
      },
    ];
  }, [queues, t, i18n.language]);
}
