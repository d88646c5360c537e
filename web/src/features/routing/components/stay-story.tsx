import { useTranslation } from '@/i18n';
import { formatDayTime, formatDuration, formatTime } from '@/lib/format';
import { WordTag, type Tone } from '@/ui/word-tag';

import type { Stay, Stretch } from '../api/routing';
import { circumstances, keptSeconds, waitedSeconds } from '../model/explanation';
import { DecisionStory } from './decision-story';
import styles from './routing.module.css';

const TONES: Record<Stay['end'], Tone> = { answered: 'good', abandoned: 'wait', left: 'quiet', open: 'info' };

/** One stay in a queue, told from its beginning to its end. */
export function StayStory({ stay }: { stay: Stay }) {
  const { t, i18n } = useTranslation();
  const kept = keptSeconds(stay);
  return (
    <article className={styles.stay} data-testid="routing-stay">
      <header className={styles.head}>
        <h3>{stay.queue.name}</h3>
        <WordTag tone={TONES[stay.end]}>{t(`routing.end.${stay.end}`)}</WordTag>
        <span className={styles.soft}>{formatDayTime(stay.entered_at, i18n.language)}</span>
        <span className={styles.soft}>
          {t('routing.waited', { span: formatDuration(waitedSeconds(stay)) })}
        </span>
        {stay.agent === null ? null : (
          <span className={styles.soft}>{t('routing.answered_by', { name: stay.agent.name })}</span>
        )}
        {stay.talk_seconds === null ? null : (
          <span className={styles.soft}>
            {t('routing.talked', { span: formatDuration(stay.talk_seconds) })}
          </span>
        )}
      </header>
      {kept === 0 ? null : <p className={styles.note}>{t('routing.kept', { span: formatDuration(kept) })}</p>}
      <ol className={styles.steps}>
        {stay.stretches.map((stretch, place) => (
          <Step
            key={stretch.began_at}
            stretch={stretch}
            next={stay.stretches[place + 1]}
            last={place === stay.stretches.length - 1}
            end={stay.end}
          />
        ))}
      </ol>
    </article>
  );
}

interface Needs {
  stretch: Stretch;
  next: Stretch | undefined;
  last: boolean;
  end: Stay['end'];
}

function Step({ stretch, next, last, end }: Needs) {
  const { t, i18n } = useTranslation();
  const told = next?.decision ?? null;
  return (
    <li className={styles.step} data-kind={stretch.kind}>
      <span className={`${styles.at ?? ''} digits`}>{formatTime(stretch.began_at, i18n.language)}</span>
      <div className={styles.what}>
        {stretch.kind === 'ringing' && stretch.decision !== null ? (
          <DecisionStory decision={stretch.decision} seconds={stretch.seconds} />
        ) : (
          <>
            <strong>{t('routing.no_agent_free', { span: formatDuration(stretch.seconds) })}</strong>
            {told === null
              ? null
              : circumstances(told).map((name) => (
                  <p key={name} className={styles.note}>
                    {t(`routing.circumstance.${name}`, { figure: told.contact[name] ?? 0 })}
                  </p>
                ))}
            {last && end === 'abandoned' ? <p className={styles.note}>{t('routing.gave_up')}</p> : null}
          </>
        )}
      </div>
    </li>
  );
}
