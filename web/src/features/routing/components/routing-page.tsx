import { useQuery } from '@tanstack/react-query';
import { Input, Skeleton } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';

import { ApiProblem } from '@/api/problem';
import { useTranslation } from '@/i18n';
import { Panel, Quiet } from '@/ui/panel';
import { ProblemAlert } from '@/ui/registry/problem-alert';
import { ApartmentOutlined } from '@ant-design/icons';

import { routingQuery } from '../api/routing';
import styles from './routing.module.css';
import { StayStory } from './stay-story';

/** Why a contact waited and why it came to that agent. Address: /administration/routing/:recordId (the contact). */
export function RoutingPage() {
  const { t } = useTranslation();
  const { recordId = '' } = useParams();
  const navigate = useNavigate();
  const routing = useQuery(routingQuery(recordId));
  const none = routing.error instanceof ApiProblem && routing.error.code === 'contact_never_queued';
  return (
    <Panel
      title={t('administration.section.routing')}
      fill
      testId="routing"
      extra={
        <Input.Search
          key={recordId}
          className={styles.search ?? ''}
          allowClear
          defaultValue={recordId}
          placeholder={t('routing.contact_id')}
          onSearch={(value) => void navigate(`/administration/routing/${encodeURIComponent(value.trim())}`)}
          data-testid="routing-contact"
        />
      }
    >
      {recordId === '' ? (
        <Quiet icon={<ApartmentOutlined />} title={t('routing.ask')} hint={t('routing.ask_hint')} />
      ) : null}
      {none ? (
        <Quiet
          icon={<ApartmentOutlined />}
          title={t('routing.never_queued')}
          hint={t('routing.never_queued_hint')}
        />
      ) : (
        <ProblemAlert problem={routing.error} />
      )}
      {routing.isLoading ? <Skeleton active /> : null}
      {routing.data === undefined ? null : (
        <div className={styles.story}>
          <Link to={`/records/${recordId}`}>{t('routing.to_record')}</Link>
          {routing.data.stays.map((stay) => (
            <StayStory key={`${stay.queue.id} ${stay.entered_at}`} stay={stay} />
          ))}
        </div>
      )}
    </Panel>
  );
}
