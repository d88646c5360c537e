import { useState } from 'react';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';

import type { Handover } from '../api/send-desk-command';
import type { DeskCommands } from '../api/use-desk-command';
import { CALL_BAR, isPossible, shownAction, type CallAction, type Opened } from '../model/call-actions';
import { useCallKeys } from '../model/use-call-keys';
import styles from './call-bar.module.css';
import { CallButton } from './call-button';
import { CALL_ICONS } from './call-icons';
import { CallPopover, popoverOf } from './call-popover';
import { TargetDialog } from './target-dialog';

interface Needs {
  desk: DeskView;
  commands: DeskCommands;
  handover: () => Handover;
}

const PRESSED = new Set(['retrieve', 'unmute', 'resume_recording']);

/** What can be done with the call, each thing always in the same place; the server says what is possible now. */
export function CallBar({ desk, commands, handover }: Needs) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const act = (action: CallAction) => {
    if (action.does === 'sends') commands.run({ name: action.command });
    else setOpened(action.part);
  };
  useCallKeys(desk, act);
  const close = () => {
    setOpened(null);
  };
  const targets = { desk, commands, handover, close };

  const button = (place: readonly CallAction[]) => {
    const action = shownAction(desk, place);
    if (action === undefined) return null;
    const possible = isPossible(desk, action.verb);
    return (
      <CallButton
        icon={CALL_ICONS[action.verb]}
        label={t(`call.verb.${action.verb as 'hold'}`)}
        shortcut={t('call.key', { sign: action.sign })}
        ariaShortcut={`Alt+${action.sign}`}
        disabled={!possible}
        pending={action.does === 'sends' && commands.pending === action.command}
        pressed={possible && PRESSED.has(action.verb)}
        testId={`call-${action.verb}`}
        onClick={() => {
          act(action);
        }}
      />
    );
  };

  return (
    <section className={styles.bar} role="group" aria-label={t('call.bar')} data-testid="call-bar">
      {CALL_BAR.map((group) => (
        <div key={group[0]?.[0]?.verb} className={styles.group}>
          {group.map((place) => (
            <CallPopover
              key={place[0]?.verb}
              part={popoverOf(place)}
              opened={opened}
              desk={desk}
              commands={commands}
              close={close}
            >
              {button(place)}
            </CallPopover>
          ))}
        </div>
      ))}
      <TargetDialog
        purpose="consult"
        open={opened === 'consult' && isPossible(desk, 'consult')}
        {...targets}
      />
      <TargetDialog
        purpose="transfer"
        open={opened === 'transfer' && isPossible(desk, 'transfer')}
        {...targets}
      />
      <TargetDialog
        purpose="menu"
        open={opened === 'menu' && isPossible(desk, 'send_to_menu')}
        {...targets}
      />
      <TargetDialog purpose="dial" open={opened === 'dial' && isPossible(desk, 'dial')} {...targets} />
    </section>
  );
}
