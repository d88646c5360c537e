import { useQuery } from '@tanstack/react-query';
import { App, Button, Result, Spin } from 'antd';
import { useCallback, useEffect } from 'react';
import { Outlet } from 'react-router';

import { ApiProblem } from '@/api/problem';
import { deskQuery } from '@/features/desk/api/desk';
import { useDeskCommand } from '@/features/desk/api/use-desk-command';
import { useDeskFeed } from '@/features/desk/api/use-desk-feed';
import { StateBar } from '@/features/desk/components/state-bar';
import type { Me } from '@/features/session/api/session';
import { softphoneQuery } from '@/features/softphone/api/softphone';
import { phoneHealth } from '@/features/softphone/model/phone-health';
import { useSoftphone } from '@/features/softphone/model/use-softphone';
import { useTranslation } from '@/i18n';

import type { DeskOutlet } from './desk-page';
import { TopBar } from './top-bar';
import { useAnswerKeys } from './use-answer-keys';
import { useNewRecords } from './use-new-records';
import styles from './workplace.module.css';

/** Everything an agent has on every page: the state bar, the telephone and the live desk. */
export function Workplace({ me }: { me: Me }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const live = useDeskFeed();
  const deskAnswer = useQuery(deskQuery);
  const account = useQuery(softphoneQuery);
  const desk = deskAnswer.data;
  const seated = desk !== undefined && desk.state !== 'signed_out';

  const showProblem = useCallback(
    (error: Error) => {
      const title =
        error instanceof ApiProblem && error.title !== '' ? error.title : t('problem.unreachable');
      void message.error({ content: title, key: error.name });
    },
    [message, t],
  );
  const commands = useDeskCommand(showProblem);
  const quiet = useDeskCommand(ignore);
  const { ask } = quiet;
  const resume = useCallback(() => ask({ name: 'resume-media' }), [ask]);
  const softphone = useSoftphone({
    account: account.data,
    seated,
    phase: desk === undefined ? undefined : (desk.work?.phase ?? null),
    resume,
  });
  const health = phoneHealth(softphone, seated, desk?.phone_registered ?? false);
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
            <StateBar desk={desk} commands={commands} answerWay={answerWay} />
          </div>
          <main className={styles.main} data-stale={live === 'lost'}>
            <Outlet context={{ desk, softphone, health } satisfies DeskOutlet} />
          </main>
        </>
      )}
    </div>
  );
}

const ignore = () => undefined;

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
