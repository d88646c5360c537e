import { App, Button, Input, Popover } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';
import type { SeatView } from '@/lib/generated/live';

import type { Supervision } from '../api/use-supervision';
import styles from './message-button.module.css';

const MOST_CHARACTERS = 500;

interface Needs {
  seat: SeatView;
  possible: boolean;
  supervision: Supervision;
}

/** Opens what a message to the seat is written in. */
export function MessageButton({ seat, possible, supervision }: Needs) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const action = t('supervision.verb.message');
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open && possible}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <Writing
          seat={seat}
          supervision={supervision}
          close={() => {
            setOpen(false);
          }}
        />
      }
    >
      <Button
        size="small"
        disabled={!possible}
        aria-label={t('supervision.of', { action, name: seat.name })}
        data-testid="message"
      >
        {action}
      </Button>
    </Popover>
  );
}

function Writing({ seat, supervision, close }: Omit<Needs, 'possible'> & { close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const words = text.trim();
  const send = () => {
    supervision.run({ name: 'message', agentId: seat.agent_id, text: words }, () => {
      void message.success(t('supervision.message.sent', { name: seat.name }));
      close();
    });
  };
  return (
    <div className={styles.writing}>
      <Input.TextArea
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
        maxLength={MOST_CHARACTERS}
        showCount
        autoFocus
        rows={4}
        aria-label={t('supervision.message.text')}
        placeholder={t('supervision.message.text')}
        data-testid="message-text"
      />
      <p className={styles.hint}>{t('supervision.message.hint', { name: seat.name })}</p>
      <Button
        type="primary"
        disabled={words === ''}
        loading={supervision.pending?.name === 'message'}
        onClick={send}
        data-testid="message-send"
      >
        {t('supervision.message.send')}
      </Button>
    </div>
  );
}
