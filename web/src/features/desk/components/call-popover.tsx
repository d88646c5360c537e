import { App, Popover } from 'antd';
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';
import type { CommandName, DeskView } from '@/lib/generated/live';

import type { DeskCommands, MarkKind } from '../api/use-desk-command';
import { isPossible, type CallAction, type Opened } from '../model/call-actions';
import { MARK_KINDS, PAUSE_REASONS } from '../model/recording';
import { ChoiceList } from './choice-list';
import { Keypad } from './keypad';

const VERBS = {
  keypad: 'send_keys',
  pause: 'pause_recording',
  mark: 'mark_recording',
} as const satisfies Partial<Record<Opened, CommandName>>;

type Part = keyof typeof VERBS;

/** What a place of the bar opens under its button, if that is small enough to stand there. */
export const popoverOf = (place: readonly CallAction[]): Part | null => {
  const opener = place.find((action) => action.does === 'opens');
  return opener !== undefined && opener.part in VERBS ? (opener.part as Part) : null;
};

interface Needs {
  part: Part | null;
  opened: Opened | null;
  desk: DeskView;
  commands: DeskCommands;
  close: () => void;
  children: ReactNode;
}

/** A button of the call bar with what it opens beneath. */
export function CallPopover({ part, opened, desk, commands, close, children }: Needs) {
  if (part === null) return <span>{children}</span>;
  return (
    <Popover
      open={opened === part && isPossible(desk, VERBS[part])}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      trigger="click"
      placement="bottomLeft"
      content={<Content part={part} commands={commands} close={close} />}
      destroyOnHidden
    >
      <span>{children}</span>
    </Popover>
  );
}

function Content({ part, commands, close }: { part: Part; commands: DeskCommands; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  if (part === 'keypad') return <Keypad commands={commands} close={close} />;
  if (part === 'pause')
    return (
      <ChoiceList
        title={t('call.recording.pause.title')}
        choices={PAUSE_REASONS.map((value) => ({ value, label: t(`call.recording.pause.${value}`) }))}
        onChoose={(reason) => {
          commands.run({ name: 'recording/pause', reason });
        }}
        close={close}
      />
    );
  const marked = (kind: MarkKind) => {
    void message.success(t('call.recording.marked', { kind: t(`call.recording.mark.${kind}`) }));
  };
  return (
    <ChoiceList
      title={t('call.recording.mark.title')}
      choices={MARK_KINDS.map((value) => ({ value, label: t(`call.recording.mark.${value}`) }))}
      onChoose={(kind) => {
        /* The desk shows no marks. A refusal is told by the command itself. */
        commands.ask({ name: 'recording/mark', kind }).then(
          () => {
            marked(kind);
          },
          () => undefined,
        );
      }}
      close={close}
    />
  );
}
