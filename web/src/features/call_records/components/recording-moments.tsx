import { FlagFilled, PauseCircleOutlined } from '@ant-design/icons';
import { Fragment } from 'react';

import { useTranslation } from '@/i18n';
import { formatDuration } from '@/lib/format';

import { moments, pauseStretches, placeOf, type Mark, type Moment, type Pause } from '../model/moments';
import styles from './recording-moments.module.css';

interface Needs {
  pauses: readonly Pause[];
  marks: readonly Mark[];
  onSeek: (seconds: number) => void;
}

const percent = (fraction: number): string => `${String(fraction * 100)}%`;

/** Over the waveform: pauses as hatched stretches that let clicks through, marks as flags that lead to their moment. */
export function MomentsOverlay({
  pauses,
  marks,
  onSeek,
  durationSeconds,
}: Needs & { durationSeconds: number }) {
  const { pauseWords, markWords } = useWords();
  return (
    <div className={styles.overlay}>
      {pauseStretches(pauses, durationSeconds).map(({ pause, left, width }) => (
        <span
          key={pause.start_seconds}
          className={styles.stretch}
          style={{ left: percent(left), width: percent(width) }}
          title={pauseWords(pause)}
          data-testid="pause-stretch"
        />
      ))}
      {marks.map((mark) => {
        const left = percent(placeOf(mark.at_seconds, durationSeconds));
        const words = `${formatDuration(mark.at_seconds)} ${markWords(mark)}`;
        return (
          <Fragment key={`${String(mark.at_seconds)} ${mark.kind}`}>
            <span className={styles.line} style={{ left }} />
            <button
              type="button"
              className={styles.flag}
              style={{ left }}
              title={words}
              aria-label={words}
              onClick={() => {
                onSeek(mark.at_seconds);
              }}
              data-testid="mark-flag"
            >
              <FlagFilled />
            </button>
          </Fragment>
        );
      })}
    </div>
  );
}

/** The same in words, one a line; a click goes there. */
export function MomentsList({ pauses, marks, onSeek }: Needs) {
  const { wordsOf } = useWords();
  const told = moments(pauses, marks);
  if (told.length === 0) return null;
  return (
    <ul className={styles.list}>
      {told.map((moment) => (
        <li key={`${String(moment.seconds)} ${moment.mark?.kind ?? 'pause'}`}>
          <button
            type="button"
            className={styles.moment}
            onClick={() => {
              onSeek(moment.seconds);
            }}
            data-testid={moment.mark === undefined ? 'pause' : 'mark'}
          >
            {moment.mark === undefined ? (
              <PauseCircleOutlined />
            ) : (
              <FlagFilled className={styles.marked ?? ''} />
            )}
            <span className="digits">{formatDuration(moment.seconds)}</span>
            <span>{wordsOf(moment)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function useWords() {
  const { t, i18n } = useTranslation();
  const word = (key: string, fallback: string) =>
    i18n.exists(key) ? String(i18n.t(key as never)) : fallback;
  const pauseWords = (pause: Pause): string => {
    const reason = word(`recording.pause_reason.${pause.reason}`, pause.reason);
    const by = pause.paused_by === 'system' ? '' : ` · ${pause.paused_by}`;
    const words =
      pause.end_seconds === null
        ? t('recording.paused', { reason })
        : t('recording.paused_for', {
            reason,
            span: formatDuration(pause.end_seconds - pause.start_seconds),
          });
    return `${words}${by}`;
  };
  const markWords = (mark: Mark): string =>
    `${word(`call.recording.mark.${mark.kind}`, mark.kind)} · ${mark.marked_by}`;
  const wordsOf = (moment: Moment): string =>
    moment.mark === undefined ? pauseWords(moment.pause) : markWords(moment.mark);
  return { pauseWords, markWords, wordsOf };
}
