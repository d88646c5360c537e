import { useQuery } from '@tanstack/react-query';
import { Result } from 'antd';
import { Navigate, NavLink, Outlet, useLocation } from 'react-router';

import { sessionQuery } from '@/features/session/api/session';
import { useTranslation } from '@/i18n';
import { addAdministrationTexts } from '@/i18n/administration';

import styles from './administration-page.module.css';
import { sectionsFor, type SectionGroup } from './navigation';

addAdministrationTexts();

const GROUPS: readonly SectionGroup[] = ['reception', 'people', 'lines', 'records'];

/** 管理: everything that is set up, on the left; the chosen list beside it. */
export function AdministrationPage() {
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const sections = sectionsFor(session.data?.permissions ?? []);
  const asked = useLocation().pathname.split('/')[2] ?? '';
  const [first] = sections;
  if (asked === '' && first !== undefined) return <Navigate to={`/administration/${first.key}`} replace />;
  return (
    <div className={styles.area} data-testid="administration">
      <nav className={styles.nav} aria-label={t('administration.title')}>
        {GROUPS.map((group) => {
          const own = sections.filter((section) => section.group === group);
          return own.length === 0 ? null : (
            <section key={group}>
              <h2 className={styles.group}>{t(`administration.group.${group}`)}</h2>
              {own.map(({ key }) => (
                <NavLink
                  key={key}
                  to={`/administration/${key}`}
                  className={styles.link ?? ''}
                  data-testid={`section-${key}`}
                >
                  {t(`administration.section.${key}`)}
                </NavLink>
              ))}
            </section>
          );
        })}
      </nav>
      <div className={styles.page}>
        {sections.some(({ key }) => key === asked) ? (
          <Outlet />
        ) : (
          <Result
            status="403"
            title={t('administration.closed')}
            subTitle={t('administration.closed_hint')}
          />
        )}
      </div>
    </div>
  );
}
