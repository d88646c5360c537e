import { PhoneOutlined, RightOutlined, SafetyCertificateOutlined, WarningOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

import { useTranslation } from '@/i18n';
import type { DeskView, DeskWork } from '@/lib/generated/live';
import { Panel, Quiet } from '@/ui/panel';
import { RunningTime } from '@/ui/running-time';
import { WordTag } from '@/ui/word-tag';

import styles from './contact-card.module.css';
import { CallbackTag } from './callback-tag';
import { CallerWarnings } from './caller-warnings';
import { PartyList } from './party-list';
import { PersonalValue } from './personal-value';
import { UnansweredNote } from './unanswered-note';

/** The call on the desk: who, through which number and menu, how long waited, how long talked. */
export function ContactCard({ desk }: { desk: DeskView }) {
  const { t } = useTranslation();
  const work = desk.work;
  return (
    <Panel
      title={t('contact.title')}
      extra={work === null ? null : <WordTag tone="info">{t(`contact.phase.${work.phase}`)}</WordTag>}
      testId="contact-card"
      fill
    >
      {work === null ? (
        <Quiet
          icon={<PhoneOutlined />}
          title={t('contact.none')}
          hint={t(`contact.none_hint.${hintOf(desk)}`)}
        />
      ) : (
        <Contact work={work} ownId={desk.agent_id} />
      )}
    </Panel>
  );
}

const hintOf = (desk: DeskView) =>
  desk.state === 'ready' ? 'ready' : desk.state === 'signed_out' ? 'signed_out' : 'other';

function Contact({ work, ownId }: { work: DeskWork; ownId: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.card}>
      <div>
        <div className={styles.label}>{t('contact.caller_number')}</div>
        <div className={styles.number} data-testid="caller-number">
          <PersonalValue
            contactId={work.contact_id}
            field="caller_number"
            value={work.caller_number}
            format="phone"
          />
        </div>
        <CallbackTag work={work} /> <AuthBadge level={work.attached?.auth_level ?? 'none'} />
        <CallerWarnings warnings={work.warnings} />
      </div>
      <div className={styles.times}>
        <Fact label={t('contact.waited')}>
          <RunningTime since={work.queued_at} until={work.answered_at ?? work.ended_at ?? null} />
        </Fact>
        <Fact label={t('contact.talked')} testId="talk-time">
          {work.answered_at ? (
            <RunningTime since={work.answered_at} until={work.ended_at ?? null} />
          ) : (
            <span>{t('value.none')}</span>
          )}
        </Fact>
      </div>
      <dl className={styles.facts}>
        <dt>{t('contact.called_number')}</dt>
        <dd className="digits">{work.called_number}</dd>
        <dt>{t('contact.queue')}</dt>
        <dd>{work.queue_name}</dd>
      </dl>
      <UnansweredNote work={work} />
      <PartyList work={work} ownId={ownId} />
      <MenuPath path={work.attached?.menu_path ?? []} />
    </div>
  );
}

function Fact({ label, children, testId }: { label: string; children: ReactNode; testId?: string }) {
  return (
    <div className={styles.fact} data-testid={testId}>
      <span className={styles.label}>{label}</span>
      <strong>{children}</strong>
    </div>
  );
}

function MenuPath({ path }: { path: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <div className={styles.label}>{t('contact.menu_path')}</div>
      <ol className={styles.path} data-testid="menu-path">
        {path.length === 0 ? <li>{t('contact.no_menu_path')}</li> : null}
        {path.map((step, index) => (
          <li key={`${String(index)}-${step}`}>
            {index === 0 ? null : <RightOutlined className={styles.arrow ?? ''} />}
            {step}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** How surely the citizen is who he says: so that nobody is asked twice. */
export function AuthBadge({ level }: { level: string }) {
  const { t, i18n } = useTranslation();
  const proved = level === 'password' || level === 'otp';
  const key = `auth_level.${level}`;
  return (
    <span className={styles.auth} data-proved={proved} data-testid="auth-level" data-level={level}>
      {proved ? <SafetyCertificateOutlined /> : <WarningOutlined />}
      {i18n.exists(key) ? String(i18n.t(key as never)) : t('auth_level.none')}
    </span>
  );
}
