import { Result } from 'antd';
import { Outlet, useLocation } from 'react-router';
import { Navigate } from 'react-router';

import type { Me } from '@/features/session/api/session';
import { useTranslation } from '@/i18n';

import { TopBar } from './top-bar';
import styles from './workplace.module.css';

/** For those who have no seat of their own: the pages without a desk. */
export function Office({ me }: { me: Me }) {
  const { t } = useTranslation();
  const atDesk = useLocation().pathname === '/';
  const readsRecords = me.permissions.includes('call_records.read');
  const managesObjects = me.permissions.includes('objects.manage');
  if (atDesk && readsRecords) return <Navigate to="/records" replace />;
  if (atDesk && managesObjects) return <Navigate to="/objects" replace />;
  return (
    <div className={styles.workplace}>
      <TopBar me={me} desk={false} />
      <main className={styles.main}>
        {readsRecords || managesObjects ? (
          <Outlet />
        ) : (
          <Result status="info" title={t('office.nothing')} subTitle={t('office.nothing_hint')} />
        )}
      </main>
    </div>
  );
}
