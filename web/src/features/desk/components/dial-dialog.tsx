import { Modal } from 'antd';

import { useTranslation } from '@/i18n';

import type { DeskCommands } from '../api/use-desk-command';
import { NumberField } from './number-field';

/** Calls a citizen: one's own telephone first, then the number. */
export function DialDialog({
  open,
  commands,
  close,
}: {
  open: boolean;
  commands: DeskCommands;
  close: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      title={t('call.dial.title')}
      footer={null}
      onCancel={close}
      width={420}
      destroyOnHidden
    >
      <p>{t('call.dial.note')}</p>
      <NumberField
        action={t('call.dial.action')}
        loading={commands.pending === 'dial'}
        onNumber={(number) => {
          commands.ask({ name: 'dial', number }).then(close, () => undefined);
        }}
      />
    </Modal>
  );
}
