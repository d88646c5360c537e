import type { CalendarBody, CalendarDay, CalendarView, OpenSpan } from '../api/calendars';

export const DAY_KINDS = ['holiday', 'working_day', 'own_hours'] as const;

const MORNING: OpenSpan = { opens: '08:30', closes: '12:00' };
const AFTERNOON: OpenSpan = { opens: '14:00', closes: '17:30' };
const OFFICE = [MORNING, AFTERNOON];

/** What a new calendar begins with: office hours on five days, public holidays kept. */
export const NEW_CALENDAR: CalendarBody = {
  name: '',
  week: [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []],
  follows_public_holidays: true,
  make_up_weekday: 0,
  own_days: [],
  queue_ids: [],
  called_numbers: [],
};

export function contentOf(calendar: CalendarView): CalendarBody {
  const { name, week, follows_public_holidays, make_up_weekday, own_days, queue_ids, called_numbers } =
    calendar;
  return { name, week, follows_public_holidays, make_up_weekday, own_days, queue_ids, called_numbers };
}

/** Hours as people write them: 08:30-12:00, 14:00-17:30. A day that is closed has none. */
export const hoursText = (hours: readonly OpenSpan[]): string =>
  hours.map(({ opens, closes }) => `${opens}-${closes}`).join(', ');

const TIME = String.raw`(?:[01]?\d|2[0-3])[:：][0-5]\d|24[:：]00`;
const SPAN = new RegExp(`^(${TIME})\\s*[-–—~\u81f3\u5230]\\s*(${TIME})$`);

/** The hours that were written; null where they cannot be understood or are out of order. */
export function hoursFrom(text: string): OpenSpan[] | null {
  const parts = text.split(/[,，、;；\n]/).map((part) => part.trim());
  const hours: OpenSpan[] = [];
  for (const part of parts.filter(Boolean)) {
    const match = SPAN.exec(part);
    if (match === null) return null;
    const span = { opens: clockTime(match[1] ?? ''), closes: clockTime(match[2] ?? '') };
    if (span.opens >= span.closes || span.opens <= (hours.at(-1)?.closes ?? '')) return null;
    hours.push(span);
  }
  return hours;
}

const clockTime = (text: string): string => text.replace('：', ':').padStart(5, '0');

/** What a day looks like in the year: open as usual, closed as usual, or special. */
export type DayLook = 'open' | 'closed' | 'holiday' | 'working_day' | 'own_hours';

export const lookOf = (day: CalendarDay): DayLook => day.kind ?? (day.hours.length > 0 ? 'open' : 'closed');

/** The days of a year by month; the weeks of a month begin with Monday, `blanks` days before its first. */
export function monthsOf(
  days: readonly CalendarDay[],
): { month: number; blanks: number; days: CalendarDay[] }[] {
  return Array.from({ length: 12 }, (_, index) => {
    const own = days.filter((day) => Number(day.day.slice(5, 7)) === index + 1);
    const [first] = own;
    const weekday = first === undefined ? 0 : (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7;
    return { month: index + 1, blanks: weekday, days: own };
  });
}
