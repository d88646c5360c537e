import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';
import { Panel } from '@/ui/panel';
import { RunningTime } from '@/ui/running-time';

import styles from './queue-panel.module.css';

/** How many wait in the agent's queues, and the first one since when. */
export function QueuePanel({ desk }: { desk: DeskView }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('queues.title')} testId="queues">
      {desk.queues.length === 0 ? <p className={styles.none}>{t('queues.none')}</p> : null}
      <ul className={styles.list}>
        {desk.queues.map((queue) => (
          <li key={queue.queue_id} className={styles.queue} data-testid={`queue-${queue.queue_id}`}>
            <span className={styles.name}>{queue.name}</span>
            <span className={styles.waiting} data-busy={queue.waiting > 0}>
              <strong className="digits">{queue.waiting}</strong> {t('queues.waiting')}
            </span>
            <span className={styles.longest}>
              {queue.longest_since && queue.waiting > 0 ? (
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
    </Panel>
  );
}
