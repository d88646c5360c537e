import { useTranslation } from '@/i18n';
import { formatDuration, formatTime } from '@/lib/format';

import type { CallDetail, Segment } from '../api/call-records';
import { timelineBars } from '../model/timeline';
import styles from './call-timeline.module.css';

/** Each segment as a bar on the call's own time, and in words below. */
export function CallTimeline({ detail }: { detail: CallDetail }) {
  const { t, i18n } = useTranslation();
  const bars = timelineBars(detail);
  const word = (key: string, fallback: string) =>
    i18n.exists(key) ? String(i18n.t(key as never)) : fallback;
  return (
    <div data-testid="timeline">
      <div className={styles.line}>
        {bars.map(({ segment, left, width, seconds }) => (
          <span
            key={segment.segment_id}
            className={styles.bar}
            data-kind={segment.kind}
            style={{ left: `${String(left * 100)}%`, width: `${String(width * 100)}%` }}
            title={`${word(`segment.${segment.kind}`, segment.kind)} ${formatDuration(seconds)}`}
          />
        ))}
      </div>
      <ol className={styles.list}>
        {bars.map(({ segment, seconds }) => (
          <li key={segment.segment_id} className={styles.item} data-testid={`segment-${segment.kind}`}>
            <span className={styles.dot} data-kind={segment.kind} />
            <span className={`${styles.at ?? ''} digits`}>
              {formatTime(segment.started_at, i18n.language)}
            </span>
            <span className={styles.kind}>{word(`segment.${segment.kind}`, segment.kind)}</span>
            <span className={styles.who}>
              {whoOf(segment)}
              {segment.kind === 'queue' && segment.offers > 1 ? (
                <span className={styles.note}>{t('timeline.offers', { offers: segment.offers })}</span>
              ) : null}
              {segment.interrupted_seconds >= 1 ? (
                <span className={styles.note}>
                  {t('timeline.interrupted', { span: formatDuration(segment.interrupted_seconds) })}
                </span>
              ) : null}
            </span>
            <span className={`${styles.span ?? ''} digits`}>{formatDuration(seconds)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const whoOf = (segment: Segment): string => segment.agent?.name ?? segment.queue?.name ?? '';
