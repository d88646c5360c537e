import { formatDuration } from '@/lib/format';
import { secondsSince, secondsUntil } from '@/lib/server-clock';
import { useNow } from '@/lib/use-now';

/** The time that has run since an instant of the server's clock; it stands still at `until` where that is given. */
export function RunningTime({ since, until }: { since: string; until?: string | null }) {
  const now = useNow();
  const end = until === undefined || until === null ? now : Date.parse(until);
  return (
    <time className="digits" dateTime={since}>
      {formatDuration(secondsSince(since, end))}
    </time>
  );
}

/** The time left until an instant of the server's clock. */
export function RemainingTime({ until }: { until: string }) {
  const now = useNow();
  return (
    <time className="digits" dateTime={until}>
      {formatDuration(Math.ceil(secondsUntil(until, now)))}
    </time>
  );
}
