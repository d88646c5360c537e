import { useOutletContext } from 'react-router';

import type { DeskCommands } from '@/features/desk/api/use-desk-command';
import { CitizenPanel } from '@/features/desk/components/citizen-panel';
import { ContactCard } from '@/features/desk/components/contact-card';
import { DraftPanel } from '@/features/desk/components/draft-panel';
import { MissedPanel } from '@/features/desk/components/missed-panel';
import { ParkedPanel } from '@/features/desk/components/parked-panel';
import { QueuePanel } from '@/features/desk/components/queue-panel';
import { SoftphonePanel } from '@/features/softphone/components/softphone-panel';
import type { PhoneHealth } from '@/features/softphone/model/phone-health';
import type { Softphone } from '@/features/softphone/model/use-softphone';
import type { DeskView } from '@/lib/generated/live';

import styles from './desk-page.module.css';

export interface DeskOutlet {
  desk: DeskView;
  commands: DeskCommands;
  softphone: Softphone;
  health: PhoneHealth;
}

/** The desk itself: the call, the citizen, the queues and the telephone, on one screen. */
export function DeskPage() {
  const { desk, commands, softphone, health } = useOutletContext<DeskOutlet>();
  return (
    <div className={styles.desk} data-testid="desk">
      <div className={styles.contact}>
        <ContactCard desk={desk} />
      </div>
      <div className={styles.citizen}>
        <CitizenPanel desk={desk} />
        <DraftPanel desk={desk} />
      </div>
      <aside className={styles.side}>
        <QueuePanel desk={desk} />
        <ParkedPanel desk={desk} commands={commands} />
        <MissedPanel desk={desk} commands={commands} />
        <SoftphonePanel softphone={softphone} health={health} />
      </aside>
    </div>
  );
}
