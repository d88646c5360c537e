import { useOutletContext } from 'react-router';

import { CitizenPanel } from '@/features/desk/components/citizen-panel';
import { ContactCard } from '@/features/desk/components/contact-card';
import { QueuePanel } from '@/features/desk/components/queue-panel';
import { SoftphonePanel } from '@/features/softphone/components/softphone-panel';
import type { PhoneHealth } from '@/features/softphone/model/phone-health';
import type { Softphone } from '@/features/softphone/model/use-softphone';
import type { DeskView } from '@/lib/generated/live';

import styles from './desk-page.module.css';

export interface DeskOutlet {
  desk: DeskView;
  softphone: Softphone;
  health: PhoneHealth;
}

/** The desk itself: the call, the citizen, the queues and the telephone, on one screen. */
export function DeskPage() {
  const { desk, softphone, health } = useOutletContext<DeskOutlet>();
  return (
    <div className={styles.desk} data-testid="desk">
      <div className={styles.contact}>
        <ContactCard desk={desk} />
      </div>
      <div className={styles.citizen}>
        <CitizenPanel desk={desk} />
      </div>
      <aside className={styles.side}>
        <QueuePanel desk={desk} />
        <SoftphonePanel softphone={softphone} health={health} />
      </aside>
    </div>
  );
}
