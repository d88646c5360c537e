import { Button } from 'antd';

import { useTranslation } from '@/i18n';
import { formatTime } from '@/lib/format';
import type { SeatView } from '@/lib/generated/live';

import type { Supervision } from '../api/use-supervision';
import styles from './seat-table.module.css';

/** What the seat has answered to one's own messages, until it is read. */
export function SeatAnswers({ seat, supervision }: { seat: SeatView; supervision: Supervision }) {
  const { t, i18n } = useTranslation();
  return seat.answers.map((answer) => (
    <div key={answer.message_id} className={styles.call} role="status" data-testid="seat-answer">
      <span className={styles.number}>
        {t('supervision.answer.from', { time: formatTime(answer.sent_at, i18n.language) })}
      </span>
      <span>{answer.text}</span>
      <Button
        size="small"
        type="link"
        onClick={() => {
          supervision.run({ name: 'answer-read', agentId: seat.agent_id, messageId: answer.message_id });
        }}
        data-testid="answer-read"
      >
        {t('supervision.answer.read')}
      </Button>
    </div>
  ));
}
