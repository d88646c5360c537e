import { MessageOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import { formatTime } from '@/lib/format';
import type { DeskView, SeatMessage, SeatTrouble } from '@/lib/generated/live';
import { RemainingTime } from '@/ui/running-time';

import type { DeskCommands } from '../api/use-desk-command';
import { MessageAnswer } from './message-answer';
import styles from './seat-notices.module.css';

/** What the agent has to know before all else: trouble of the seat and what to do, and the supervisor's messages. */
export function SeatNotices({ desk, commands }: { desk: DeskView; commands: DeskCommands }) {
  return (
    <>
      {desk.trouble === null ? null : <Trouble trouble={desk.trouble} />}
      {desk.messages.map((message) => (
        <Message key={message.message_id} message={message} commands={commands} />
      ))}
    </>
  );
}

function Trouble({ trouble }: { trouble: SeatTrouble }) {
  const { t } = useTranslation();
  const { stage, cause } = trouble;
  return (
    <section className={styles.notice} role="alert" data-kind={stage} data-testid="seat-trouble">
      <WarningOutlined className={styles.icon ?? ''} />
      <div className={styles.words}>
        <strong>{t(`desk.trouble.${stage}.${cause}`)}</strong>
        <span>{t(`desk.trouble.remedy.${stage}.${cause}`)}</span>
      </div>
      {trouble.sign_out_at === null ? null : (
        <span className={styles.aside}>
          {t('desk.trouble.sign_out_in')}{' '}
          <strong>
            <RemainingTime until={trouble.sign_out_at} />
          </strong>
        </span>
      )}
    </section>
  );
}

function Message({ message, commands }: { message: SeatMessage; commands: DeskCommands }) {
  const { t, i18n } = useTranslation();
  return (
    <section className={styles.notice} role="status" data-kind="message" data-testid="seat-message">
      <MessageOutlined className={styles.icon ?? ''} />
      <div className={styles.words}>
        <span className={styles.from}>
          {t('desk.message.from')} {formatTime(message.sent_at, i18n.language)}
        </span>
        <span className={styles.text}>{message.text}</span>
      </div>
      <MessageAnswer messageId={message.message_id} commands={commands} />
      <Button
        type="primary"
        ghost
        loading={commands.pending === 'acknowledge'}
        onClick={() => {
          commands.run({ name: 'acknowledge', messageId: message.message_id });
        }}
        data-testid="acknowledge"
      >
        {t('desk.message.acknowledge')}
      </Button>
    </section>
  );
}
