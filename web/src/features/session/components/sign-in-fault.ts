import { ApiProblem, problemCode } from '@/api/problem';
import { useTranslation, type Language } from '@/i18n';
import { formatTime } from '@/lib/format';

export interface SignInFault {
  severity: 'error' | 'warning';
  title: string;
  remedy: string;
}

/** When the lock ends: the server's own instant where it tells it, else its Retry-After. */
export function lockedUntil(error: ApiProblem): Date | null {
  const told = error.details.locked_until;
  if (typeof told === 'string' && !Number.isNaN(Date.parse(told))) return new Date(told);
  const seconds = error.retryAfterSeconds ?? Number(error.details.retry_after_seconds);
  return Number.isFinite(seconds) && seconds > 0 ? new Date(error.receivedAt + seconds * 1000) : null;
}

/** What went wrong and what to do now. */
export function useSignInFault(error: Error | null): SignInFault | null {
  const { t, i18n } = useTranslation();
  if (error === null) return null;
  switch (problemCode(error)) {
    case 'sign_in_refused':
      return { severity: 'error', title: t('sign_in.refused'), remedy: t('sign_in.refused_remedy') };
    case 'sign_in_locked': {
      const until = error instanceof ApiProblem ? lockedUntil(error) : null;
      const time = until === null ? null : formatTime(until, i18n.language as Language);
      return {
        severity: 'warning',
        title: time === null ? t('sign_in.locked') : t('sign_in.locked_until', { time }),
        remedy: t('sign_in.locked_remedy'),
      };
    }
    case 'unreachable':
      return { severity: 'error', title: t('sign_in.unreachable'), remedy: t('sign_in.unreachable_remedy') };
    default:
      return {
        severity: 'error',
        title: error instanceof ApiProblem && error.title !== '' ? error.title : t('sign_in.failed'),
        remedy: t('sign_in.failed_remedy'),
      };
  }
}
