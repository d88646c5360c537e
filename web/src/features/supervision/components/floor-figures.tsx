import { useTranslation } from '@/i18n';
import type { FloorView } from '@/lib/generated/live';
import { RunningTime } from '@/ui/running-time';

import { countOf, COUNTED } from '../model/floor';
import styles from './floor-figures.module.css';

/** How many seats are in which state, and who waits in each queue. */
export function FloorFigures({ floor }: { floor: FloorView }) {
  const { t } = useTranslation();
  return (
    <div className={styles.figures}>
      <dl className={styles.states} data-testid="floor-counts">
        {COUNTED.map(([name, states]) => (
          <div key={name} className={styles.count}>
            <dt>{t(`desk.state.${name as 'ready'}`)}</dt>
            <dd className="digits">{countOf(floor, states)}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles.queues} aria-label={t('queues.title')}>
        {floor.queues.map((queue) => (
          <li key={queue.queue_id} className={styles.queue} data-testid={`floor-queue-${queue.queue_id}`}>
            <span>{queue.name}</span>
            <span className={styles.waiting} data-busy={queue.waiting > 0}>
              <strong className="digits">{queue.waiting}</strong> {t('queues.waiting')}
            </span>
            <span className={styles.longest}>
              {queue.waiting > 0 && queue.longest_since !== null ? (
                <>
                  {t('queues.longest')} <RunningTime since={queue.longest_since} />
                </>
              ) : (
                t('queues.empty')
              )}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
