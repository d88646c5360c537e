/**
 * How stored values are shown. Times come as UTC and are shown in the centre's zone; masked values (with `*`) keep
 * their mask. Called by every screen; words belong to the catalogues, not here.
 */
export const CENTRE_TIME_ZONE = 'Asia/Shanghai';

const LANGUAGE_TAGS: Record<string, string> = { 'zh-CN': 'zh-CN', 'zh-Hant': 'zh-TW', en: 'en-GB' };

const tag = (language: string): string => LANGUAGE_TAGS[language] ?? 'zh-CN';

/** 5:07, or 1:05:07 from an hour on; negative spans count as 0. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  if (hours === 0) return `${String(minutes).padStart(2, '0')}:${rest}`;
  return `${String(hours)}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** 32105.6 gives ¥32,105.60; a text that is no number is shown as it is. */
export function formatAmount(value: string): string {
  const cleaned = value.replaceAll(',', '').trim();
  if (!/^-?\d+(\.\d+)?$/.test(cleaned)) return value;
  const [whole = '0', fraction = ''] = cleaned.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cleaned.startsWith('-') ? '-' : ''}¥${grouped}.${fraction.padEnd(2, '0')}`;
}

/** A calendar day (2024-07-05 or 20240705) in the words of the language. */
export function formatDay(value: string, language: string): string {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(value);
  if (match === null) return value;
  const day = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return new Intl.DateTimeFormat(tag(language), { dateStyle: 'long', timeZone: 'UTC' }).format(day);
}

/** A month (2024-07 or 202407) in the words of the language. */
export function formatMonth(value: string, language: string): string {
  const match = /^(\d{4})-?(\d{2})$/.exec(value);
  if (match === null) return value;
  const month = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, 1));
  return new Intl.DateTimeFormat(tag(language), { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    month,
  );
}

/** A telephone number as people say it: a mobile number 3-4-4. */
export function groupPhone(value: string): string {
  return /^1[\d*]{10}$/.test(value) ? `${value.slice(0, 3)} ${value.slice(3, 7)} ${value.slice(7)}` : value;
}

/** An id number: region, birthday, the rest. */
export function groupIdNumber(value: string): string {
  return /^[\d*]{17}[\dXx*]$/.test(value)
    ? `${value.slice(0, 6)} ${value.slice(6, 14)} ${value.slice(14)}`
    : value;
}

/** An account number in fours from the right, so that the last four stand together; a long mask is shortened. */
export function groupAccount(value: string): string {
  const shown = value.replace(/^\*{5,}/, '****');
  return /^[\d*]{8,}$/.test(shown) ? shown.replace(/(?<=.)(?=(.{4})+$)/g, ' ') : shown;
}

/** 14:05:09 in the centre's zone. */
export function formatTime(instant: string | Date, language: string): string {
  return formatInstant(instant, language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}

/** Day and time in the centre's zone, for lists. */
export function formatDayTime(instant: string | Date, language: string): string {
  return formatInstant(instant, language, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}

function formatInstant(
  instant: string | Date,
  language: string,
  options: Intl.DateTimeFormatOptions,
): string {
  const date = typeof instant === 'string' ? new Date(instant) : instant;
  if (Number.isNaN(date.getTime())) return '';
  return new Intl.DateTimeFormat(tag(language), { ...options, timeZone: CENTRE_TIME_ZONE }).format(date);
}

/** An attached value by its `format` (control/contracts/desk.py). */
export function formatValue(value: string, format: string, language: string): string {
  switch (format) {
    case 'amount':
      return formatAmount(value);
    case 'date':
      return formatDay(value, language);
    case 'month':
      return formatMonth(value, language);
    case 'id_number':
      return groupIdNumber(value);
    case 'account':
      return groupAccount(value);
    case 'phone':
    case 'mobile':
      return groupPhone(value);
    default:
      return value;
  }
}

/** Whether a value was masked by the server. */
export const isMasked = (value: string): boolean => value.includes('*');

/** The centre's day of an instant, as `2026-03-02`. */
export function centreDay(instant: string | Date): string {
  const date = typeof instant === 'string' ? new Date(instant) : instant;
  return new Intl.DateTimeFormat('en-CA', { timeZone: CENTRE_TIME_ZONE, dateStyle: 'short' }).format(date);
}

/** The last second of a day of the centre, as an instant: what is set to last until that day lasts through it. */
export const endOfCentreDay = (day: string): string => new Date(`${day}T23:59:59+08:00`).toISOString();
