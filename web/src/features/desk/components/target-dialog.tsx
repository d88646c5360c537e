import { Modal, Segmented } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';
import type { DeskView } from '@/lib/generated/live';

import type { DeskCommand, Handover, Target } from '../api/send-desk-command';
import type { DeskCommands } from '../api/use-desk-command';
import { NumberField } from './number-field';
import styles from './target-dialog.module.css';
import { TargetLines } from './target-lines';

export type Purpose = 'consult' | 'transfer' | 'menu' | 'dial';

interface Needs {
  purpose: Purpose;
  open: boolean;
  desk: DeskView;
  commands: DeskCommands;
  handover: () => Handover;
  close: () => void;
}

/** Whom each purpose can be for. */
const KINDS: Record<Purpose, readonly Target['kind'][]> = {
  consult: ['colleague', 'group', 'queue', 'entry', 'number'],
  transfer: ['colleague', 'group', 'queue', 'entry', 'number', 'flow'],
  menu: ['flow'],
  dial: ['number', 'entry', 'colleague'],
};

function commandFor(purpose: Purpose, target: Target, handover: () => Handover): DeskCommand {
  if (purpose === 'menu') return { name: 'menu', flowId: target.id };
  if (purpose === 'dial') return { name: 'dial', target };
  return { name: purpose, target, handover: handover() };
}

/** Whom to ask or to call, or whither with the contact; the form of the pop goes along. */
export function TargetDialog({ purpose, open, commands, handover, close }: Needs) {
  const { t } = useTranslation();
  const kinds = KINDS[purpose];
  const [chosen, setChosen] = useState<Target['kind']>(kinds[0] ?? 'number');
  const action = t(`call.target.${purpose}.action`);

  const choose = (target: Target) => {
    const command = commandFor(purpose, target, handover);
    /* A refusal is told by the command itself, and the dialog stays for another choice. */
    commands.ask(command).then(close, () => undefined);
  };

  return (
    <Modal
      open={open}
      title={t(`call.target.${purpose}.title`)}
      footer={null}
      onCancel={close}
      width={560}
      destroyOnHidden
    >
      <div data-testid={`${purpose}-dialog`}>
        <p className={styles.note}>{t(`call.target.${purpose}.note`)}</p>
        {kinds.length > 1 ? (
          <Segmented
            block
            className={styles.kinds ?? ''}
            value={chosen}
            options={kinds.map((kind) => ({
              value: kind,
              label: <span data-testid={`target-kind-${kind}`}>{t(`call.target.kind.${kind}`)}</span>,
            }))}
            onChange={setChosen}
          />
        ) : null}
        {chosen === 'number' ? (
          <NumberField
            action={action}
            loading={commands.pending === purpose}
            onNumber={(number) => {
              choose({ kind: 'number', id: number });
            }}
          />
        ) : (
          <TargetLines
            key={chosen}
            kind={chosen}
            action={action}
            onChoose={(id) => {
              choose({ kind: chosen, id });
            }}
          />
        )}
      </div>
    </Modal>
  );
}
