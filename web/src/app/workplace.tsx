import { Button, Result, Spin } from 'antd';
import { useEffect } from 'react';
import { Outlet } from 'react-router';

import { ApiProblem } from '@/api/problem';
import { useDeskFeed } from '@/features/desk/api/use-desk-feed';
import type { Me } from '@/features/session/api/session';
import { RemoteVoice } from '@/features/softphone/components/remote-voice';
import { useTranslation } from '@/i18n';

import { DeskControls } from './desk-controls';
import type { DeskOutlet } from './desk-page';
import { TopBar } from './top-bar';
import { useAnswerKeys } from './use-answer-keys';
import { useDesk } from './use-desk';
import { useNewRecords } from './use-new-records';
import styles from './workplace.module.css';

/** Everything an agent has on every page: the state, the call, the telephone and the live desk. */
export function Workplace({ me }: { me: Me }) {
  const { t } = useTranslation();
  const live = useDeskFeed();
  const { desk, deskAnswer, seated, commands, softphone, health } = useDesk();
  const leaveSeat = () =>
    seated
      ? commands.ask({ name: 'sign-out' }).then(
          () => true,
          () => false,
        )
      : Promise.resolve(true);
  const answerWay = { here: !softphone.external, possible: softphone.canAnswer, answer: softphone.answer };

  useAnswerKeys(softphone.canAnswer, softphone.answer);
  useNewRecords(desk?.work?.contact_id ?? null);
  useEffect(() => {
    document.title = t('product.title');
  }, [t]);

  return (
    <div className={styles.workplace}>
      <TopBar me={me} desk live={live} health={health} beforeLeaving={leaveSeat} />
      {desk === undefined ? (
        <Waiting failed={deskAnswer.error} retry={() => void deskAnswer.refetch()} />
      ) : (
        <>
          <div className={styles.bar}>
            <DeskControls desk={desk} commands={commands} answerWay={answerWay} />
            <RemoteVoice stream={softphone.phone.remote} />
          </div>
          <main className={styles.main} data-stale={live === 'lost'}>
            <Outlet context={{ desk, commands, softphone, health } satisfies DeskOutlet} />
          </main>
        </>
      )}
    </div>
  );
}

function Waiting({ failed, retry }: { failed: Error | null; retry: () => void }) {
  const { t } = useTranslation();
  if (failed === null) return <Spin className={styles.waiting ?? ''} size="large" />;
  return (
    <Result
      status="warning"
      title={failed instanceof ApiProblem && failed.title !== '' ? failed.title : t('problem.unreachable')}
      subTitle={t('problem.unreachable_remedy')}
      extra={
        <Button type="primary" onClick={retry}>
          {t('problem.retry')}
        </Button>
      }
    />
  );
}
