import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import { formatTime, groupPhone } from '@/lib/format';
import type { DeskView } from '@/lib/generated/live';
import { Panel } from '@/ui/panel';

import type { DeskCommands } from '../api/use-desk-command';
import { isPossible } from '../model/call-actions';
import styles from './parked-panel.module.css';

/** Calls that were missed at this desk and that nobody else has taken. Not there while there is none. */
export function MissedPanel({ desk, commands }: { desk: DeskView; commands: DeskCommands }) {
  const { t, i18n } = useTranslation();
  if (desk.missed.length === 0) return null;
  return (
    <Panel title={t('missed.title')} testId="missed">
      <ul className={styles.list}>
        {desk.missed.map((call) => (
          <li key={call.contact_id} className={styles.contact} data-testid="missed-call">
            <span className="digits">{call.name === '' ? groupPhone(call.number) : call.name}</span>
            <span className={styles.from}>
              {call.queue_name} {formatTime(call.missed_at, i18n.language)}
            </span>
            <Button
              type="primary"
              ghost
              disabled={!isPossible(desk, 'dial')}
              loading={commands.pending === 'call-back'}
              onClick={() => {
                commands.run({ name: 'call-back', contactId: call.contact_id });
              }}
              data-testid="call-back"
            >
              {t('missed.call_back')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
