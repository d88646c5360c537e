import { LogoutOutlined, QuestionCircleOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown, Popover } from 'antd';
import { NavLink } from 'react-router';

import type { LiveStatus } from '@/api/live-socket';
import { useSignOut, type Me } from '@/features/session/api/session';
import { toneOf, type PhoneHealth } from '@/features/softphone/model/phone-health';
import { useTranslation } from '@/i18n';
import { Brand } from '@/ui/brand';
import { LanguageSwitch } from '@/ui/language-switch';
import { StatusChip } from '@/ui/status-chip';

import { Help } from './help';
import styles from './top-bar.module.css';

interface Needs {
  me: Me;
  desk: boolean;
  live?: LiveStatus;
  health?: PhoneHealth;
  /** What comes before the sign-in ends: the seat is left. False = stay. */
  beforeLeaving?: (() => Promise<boolean>) | undefined;
}

const LIVE_TONES = { connecting: 'wait', open: 'good', lost: 'bad', closed: 'bad' } as const;

export function TopBar({ me, desk, live, health, beforeLeaving }: Needs) {
  const { t } = useTranslation();
  return (
    <header className={styles.top}>
      <Brand />
      <span className={styles.centre}>{me.organisation_name}</span>
      <nav className={styles.nav} aria-label={t('nav.title')}>
        {desk ? (
          <NavLink to="/" end className={styles.link ?? ''} data-testid="nav-desk">
            {t('nav.desk')}
          </NavLink>
        ) : null}
        {me.permissions.includes('desks.supervise') ? (
          <NavLink to="/supervision" className={styles.link ?? ''} data-testid="nav-supervision">
            {t('nav.supervision')}
          </NavLink>
        ) : null}
        {me.permissions.includes('call_records.read') ? (
          <NavLink to="/records" className={styles.link ?? ''} data-testid="nav-records">
            {t('nav.records')}
          </NavLink>
        ) : null}
        {me.permissions.includes('objects.manage') ? (
          <NavLink to="/objects" className={styles.link ?? ''} data-testid="nav-objects">
            {t('nav.objects')}
          </NavLink>
        ) : null}
      </nav>
      <div className={styles.right}>
        {health === undefined ? null : (
          <StatusChip tone={toneOf(health)} testId="phone-chip" state={health}>
            {t(`softphone.health.${health}`)}
          </StatusChip>
        )}
        {live === undefined ? null : (
          <StatusChip tone={LIVE_TONES[live]} testId="live-chip" state={live}>
            {t(`live.${live}`)}
          </StatusChip>
        )}
        <Popover trigger="click" placement="bottomRight" content={<Help />}>
          <Button
            type="text"
            icon={<QuestionCircleOutlined />}
            aria-label={t('help.title')}
            data-testid="help"
          />
        </Popover>
        <LanguageSwitch compact />
        <UserMenu me={me} beforeLeaving={beforeLeaving} />
      </div>
    </header>
  );
}

function UserMenu({ me, beforeLeaving }: { me: Me; beforeLeaving: Needs['beforeLeaving'] }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const leave = async () => {
    if (beforeLeaving === undefined || (await beforeLeaving())) signOut.mutate();
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', label: t('user.staff_number', { number: me.staff_number }), disabled: true },
          {
            key: 'leave',
            icon: <LogoutOutlined />,
            label: <span data-testid="leave">{t('user.leave')}</span>,
          },
        ],
        onClick: ({ key }) => {
          if (key === 'leave') void leave();
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} data-testid="user-menu">
        {me.name}
      </Button>
    </Dropdown>
  );
}
