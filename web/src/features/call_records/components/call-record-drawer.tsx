import { ApartmentOutlined, LinkOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Skeleton } from 'antd';
import type { CSSProperties, ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';

import { usePermission } from '@/api/permissions';
import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';
import { formatDayTime, formatDuration, groupPhone } from '@/lib/format';
import { WordTag } from '@/ui/word-tag';

import { callRecordQuery, type CallDetail } from '../api/call-records';
import styles from './call-record-drawer.module.css';
import { CallTimeline } from './call-timeline';
import { OutcomeTag } from './outcome-tag';
import { RecordingPlayer } from './recording-player';

/* A ringing call must stay in sight and in reach while a record is read. */
const BELOW_THE_STATE_BAR: CSSProperties = { position: 'absolute' };

/** One call whole: what it was, its way through the house, and its recording. Address: /records/:contactId. */
export function CallRecordDrawer() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { contactId = '' } = useParams();
  const record = useQuery(callRecordQuery(contactId));
  const mayExplain = usePermission('routing.explain');
  const mayHold = usePermission('legal_holds.manage');

  const copyAddress = () => {
    void navigator.clipboard.writeText(window.location.href).then(() => message.success(t('record.copied')));
  };

  return (
    <Drawer
      open
      size={720}
      mask={false}
      getContainer={false}
      rootStyle={BELOW_THE_STATE_BAR}
      title={t('record.title')}
      onClose={() => void navigate('/records')}
      extra={
        <>
          {mayExplain ? (
            <Button
              type="text"
              icon={<ApartmentOutlined />}
              onClick={() => void navigate(`/administration/routing/${contactId}`)}
              data-testid="record-routing"
            >
              {t('record.routing')}
            </Button>
          ) : null}
          {mayHold ? (
            <Button
              type="text"
              icon={<SafetyCertificateOutlined />}
              onClick={() => void navigate(`/administration/legal-holds/new?contact=${contactId}`)}
              data-testid="record-hold"
            >
              {t('record.hold')}
            </Button>
          ) : null}
          <Button type="text" icon={<LinkOutlined />} onClick={copyAddress}>
            {t('record.copy_link')}
          </Button>
        </>
      }
      data-testid="record-drawer"
    >
      {record.isError ? (
        <Alert
          type="warning"
          showIcon
          title={
            record.error instanceof ApiProblem && record.error.title !== ''
              ? record.error.title
              : t('problem.unreachable')
          }
          description={t('record.missing')}
        />
      ) : null}
      {record.isPending ? <Skeleton active paragraph={{ rows: 10 }} /> : null}
      {record.data === undefined ? null : <Detail detail={record.data} />}
    </Drawer>
  );
}

function Detail({ detail }: { detail: CallDetail }) {
  const { t, i18n } = useTranslation();
  const { call } = detail;
  const word = (key: string, fallback: string) =>
    i18n.exists(key) ? String(i18n.t(key as never)) : fallback;
  return (
    <div className={styles.detail}>
      <div className={styles.head}>
        <strong className={`${styles.number ?? ''} digits`}>
          {call.caller_number === null ? t('records.erased') : groupPhone(call.caller_number)}
        </strong>
        <OutcomeTag outcome={call.outcome} />
        {detail.auth_level === 'password' ? (
          <WordTag tone="good" icon={<SafetyCertificateOutlined />}>
            {t('auth_level.password')}
          </WordTag>
        ) : null}
        {call.recovered ? <WordTag tone="quiet">{t('record.recovered')}</WordTag> : null}
      </div>
      <section>
        <h3 className={styles.heading}>{t('recording.title')}</h3>
        {call.recording_ids.length === 0 ? <p className={styles.none}>{t('recording.none')}</p> : null}
        <div className={styles.recordings}>
          {call.recording_ids.map((recordingId) => (
            <RecordingPlayer key={recordingId} recordingId={recordingId} />
          ))}
        </div>
      </section>
      <section>
        <h3 className={styles.heading}>{t('timeline.title')}</h3>
        <CallTimeline detail={detail} />
      </section>
      <dl className={styles.facts}>
        <Fact label={t('records.column.started_at')}>{formatDayTime(call.started_at, i18n.language)}</Fact>
        <Fact label={t('record.ended_at')}>{formatDayTime(call.ended_at, i18n.language)}</Fact>
        <Fact label={t('records.column.waiting_seconds')}>{formatDuration(call.waiting_seconds)}</Fact>
        <Fact label={t('records.column.talk_seconds')}>{formatDuration(call.talk_seconds)}</Fact>
        <Fact label={t('records.column.called_number')}>{call.called_number ?? t('value.none')}</Fact>
        <Fact label={t('records.column.ended_by')}>
          {word(`ended_by.${call.ended_by ?? 'unknown'}`, call.ended_by ?? t('value.none'))}
        </Fact>
        <Fact label={t('contact.menu_path')} wide>
          {detail.menu_path.length === 0 ? t('contact.no_menu_path') : detail.menu_path.join(' › ')}
        </Fact>
        <Fact label={t('records.column.contact_id')} wide>
          {call.contact_id}
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ label, children, wide = false }: { label: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={wide ? styles.wide : ''}>
      <dt>{label}</dt>
      <dd className="digits">{children}</dd>
    </div>
  );
}
