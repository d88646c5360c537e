import { useQuery } from '@tanstack/react-query';
import { Button, Result, Spin } from 'antd';

import { sessionQuery, type Me } from '@/features/session/api/session';
import { SignInPage } from '@/features/session/components/sign-in-page';
import { useTranslation } from '@/i18n';
import { useOnlyTab } from '@/lib/only-tab';

import styles from './entrance.module.css';
import { Office } from './office';
import { Workplace } from './workplace';

/** Who is not signed in signs in; the address asked for stays and is shown afterwards. */
export function Entrance() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  if (session.data === null) return <SignInPage />;
  if (session.data !== undefined)
    return mayUseDesk(session.data) ? <OneDesk me={session.data} /> : <Office me={session.data} />;
  if (session.isError) {
    return (
      <Result
        className={styles.middle ?? ''}
        status="warning"
        title={t('problem.unreachable')}
        subTitle={t('problem.unreachable_remedy')}
        extra={
          <Button type="primary" onClick={() => void session.refetch()}>
            {t('problem.retry')}
          </Button>
        }
      />
    );
  }
  return <Spin className={styles.middle ?? ''} size="large" />;
}

const mayUseDesk = (me: Me): boolean => me.permissions.includes('desk.use');

/** The desk is worked in one window at a time. */
function OneDesk({ me }: { me: Me }) {
  const { t } = useTranslation();
  const [role, take] = useOnlyTab('rexian.desk');
  if (role === 'here') return <Workplace me={me} />;
  if (role === 'asking') return <Spin className={styles.middle ?? ''} size="large" />;
  return (
    <Result
      className={styles.middle ?? ''}
      status="info"
      title={t('elsewhere.title')}
      subTitle={t('elsewhere.note')}
      extra={
        <Button type="primary" size="large" onClick={take} data-testid="use-here">
          {t('elsewhere.use_here')}
        </Button>
      }
      data-testid="desk-elsewhere"
    />
  );
}
