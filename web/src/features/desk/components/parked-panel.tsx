import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import { groupPhone } from '@/lib/format';
import type { DeskView } from '@/lib/generated/live';
import { Panel } from '@/ui/panel';
import { RunningTime } from '@/ui/running-time';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';
import styles from './parked-panel.module.css';

/** Contacts of the agent's queues that wait to be picked up. Not there while none waits. */
export function ParkedPanel({ desk, commands }: { desk: DeskView; commands: DeskCommands }) {
  const { t } = useTranslation();
  if (desk.parked.length === 0) return null;
  return (
    <Panel title={t('parked.title')} testId="parked">
      <ul className={styles.list}>
        {desk.parked.map((contact) => (
          <li key={contact.contact_id} className={styles.contact} data-testid="parked-contact">
            <span className="digits">{groupPhone(contact.caller_number)}</span>
            <span className={styles.from}>
              {contact.queue_name} <RunningTime since={contact.since} />
            </span>
            <Button
              type="primary"
              ghost
              disabled={!isPossible(desk, 'pick_up')}
              loading={commands.pending === 'pick-up'}
              onClick={() => {
                commands.run({ name: 'pick-up', contactId: contact.contact_id });
              }}
              data-testid="pick-up"
            >
              {t('call.verb.pick_up')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
