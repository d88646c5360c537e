import { PhoneOutlined } from '@ant-design/icons';
import { Button } from 'antd';

import { useTranslation } from '@/i18n';

import styles from './desk-actions.module.css';

export interface AnswerWay {
  /** The page's own telephone takes the call. */
  here: boolean;
  possible: boolean;
  answer: () => void;
}

/** Answers in the page; where another telephone rings, says so. */
export function AnswerButton({ way }: { way: AnswerWay }) {
  const { t } = useTranslation();
  if (!way.here) return <span className={styles.elsewhere}>{t('desk.answer_on_phone')}</span>;
  return (
    <Button
      type="primary"
      size="large"
      className={styles.answer ?? ''}
      icon={<PhoneOutlined />}
      disabled={!way.possible}
      onClick={way.answer}
      data-testid="answer"
    >
      {t('desk.action.answer')}
    </Button>
  );
}
