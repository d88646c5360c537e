import { Button, Input, Space } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';

import type { DeskCommands } from '../api/use-desk-command';

const MOST_CHARACTERS = 200;

/** A few words back to the supervisor; the message is acknowledged with them. */
export function MessageAnswer({ messageId, commands }: { messageId: string; commands: DeskCommands }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const words = text.trim();
  const send = () => {
    if (words !== '') commands.run({ name: 'answer', messageId, text: words });
  };
  return (
    <Space.Compact>
      <Input
        value={text}
        maxLength={MOST_CHARACTERS}
        aria-label={t('desk.message.answer_text')}
        placeholder={t('desk.message.answer_text')}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onPressEnter={send}
        data-testid="answer-text"
      />
      <Button
        disabled={words === ''}
        loading={commands.pending === 'answer'}
        onClick={send}
        data-testid="answer-message"
      >
        {t('desk.message.answer')}
      </Button>
    </Space.Compact>
  );
}
