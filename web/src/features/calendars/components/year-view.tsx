import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Skeleton, Tooltip } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';
import { centreDay, formatDay, formatMonth } from '@/lib/format';
import { ProblemAlert } from '@/ui/registry/problem-alert';

import { calendarDaysQuery, type CalendarDay, type CalendarView } from '../api/calendars';
import { hoursText, lookOf, monthsOf, type DayLook } from '../model/calendar';
import styles from './year-view.module.css';

const LOOKS: readonly DayLook[] = ['open', 'closed', 'holiday', 'working_day', 'own_hours'];
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6] as const;

/** The year as the stored calendar has it: each day coloured, its hours in a tip. */
export function YearView({
  calendar,
  knownYears,
}: {
  calendar: CalendarView;
  knownYears: readonly number[];
}) {
  const { t, i18n } = useTranslation();
  const [year, setYear] = useState(() => Number(centreDay(new Date()).slice(0, 4)));
  const days = useQuery(calendarDaysQuery(calendar.calendar_id, calendar.version, year));
  return (
    <div data-testid="calendar-year">
      <div className={styles.head}>
        <Button
          icon={<LeftOutlined />}
          onClick={() => {
            setYear(year - 1);
          }}
          aria-label={t('calendars.year_before')}
        />
        <strong className="digits">{t('calendars.year', { year })}</strong>
        <Button
          icon={<RightOutlined />}
          onClick={() => {
            setYear(year + 1);
          }}
          aria-label={t('calendars.year_after')}
        />
        <ul className={styles.key}>
          {LOOKS.map((look) => (
            <li key={look}>
              <span className={styles.day} data-look={look} />
              {t(`calendars.look.${look}`)}
            </li>
          ))}
        </ul>
      </div>
      {calendar.follows_public_holidays && !knownYears.includes(year) ? (
        <Alert type="warning" showIcon title={t('calendars.unknown_year', { year })} />
      ) : null}
      <ProblemAlert problem={days.error} />
      {days.data === undefined ? (
        <Skeleton active />
      ) : (
        <div className={styles.year}>
          {monthsOf(days.data).map(({ month, blanks, days: own }) => (
            <section key={month} className={styles.month}>
              <h4>{formatMonth(`${String(year)}-${String(month).padStart(2, '0')}`, i18n.language)}</h4>
              <div className={styles.days}>
                {WEEKDAYS.map((weekday) => (
                  <span key={weekday} className={styles.weekday}>
                    {t(`calendars.short_weekday.${weekday}`)}
                  </span>
                ))}
                {own.map((day, place) => (
                  <Day key={day.day} day={day} column={place === 0 ? blanks + 1 : undefined} />
                ))}
              </div>
            </section>
          ))}
        </div>
      )}
    </div>
  );
}

function Day({ day, column }: { day: CalendarDay; column: number | undefined }) {
  const { t, i18n } = useTranslation();
  const look = lookOf(day);
  const words = [
    formatDay(day.day, i18n.language),
    day.name,
    look === 'open' || look === 'closed' ? '' : t(`calendars.look.${look}`),
    hoursText(day.hours) || t('calendars.closed'),
  ].filter(Boolean);
  return (
    <Tooltip title={words.join(' ')}>
      <span
        className={`${styles.day ?? ''} digits`}
        data-look={look}
        data-today={day.day === centreDay(new Date())}
        style={column === undefined ? {} : { gridColumnStart: column }}
        aria-label={words.join(' ')}
      >
        {Number(day.day.slice(8))}
      </span>
    </Tooltip>
  );
}
