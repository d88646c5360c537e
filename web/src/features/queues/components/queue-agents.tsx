import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';

import { useTranslation } from '@/i18n';
import { ProblemAlert } from '@/ui/registry/problem-alert';
import { WordTag } from '@/ui/word-tag';

import { queueAgentsQuery, type QueueView } from '../api/queues';
import styles from './queue-editor.module.css';

/** Who serves the queue as it is stored: through which group, from when on, and how well. */
export function QueueAgents({ queue }: { queue: QueueView }) {
  const { t } = useTranslation();
  const agents = useQuery(queueAgentsQuery(queue.queue_id, queue.version));
  return (
    <>
      <p className={styles.note}>{t('queue_settings.agents_note')}</p>
      <ProblemAlert problem={agents.error} />
      <Table
        size="small"
        rowKey={({ agent }) => agent.id}
        loading={agents.isPending}
        dataSource={agents.data ?? []}
        pagination={false}
        data-testid="queue-agents"
        locale={{ emptyText: t('queue_settings.no_agents') }}
        columns={[
          { title: t('queue_settings.agent'), render: (_, { agent }) => agent.name },
          {
            title: t('queue_settings.through'),
            render: (_, { groups }) => groups.join('、') || t('queue_settings.by_name'),
          },
          {
            title: t('queue_settings.from_waiting'),
            render: (_, { after_seconds }) =>
              after_seconds === 0
                ? t('queue_settings.at_once')
                : t('queue_settings.seconds_of', { seconds: after_seconds }),
          },
          {
            title: queue.skill === '' ? t('queue_settings.field.skill') : queue.skill,
            render: (_, { level }) => level ?? t('value.none'),
          },
          {
            title: t('queue_settings.able'),
            render: (_, { is_able }) =>
              is_able ? (
                <WordTag tone="good">{t('queue_settings.yes')}</WordTag>
              ) : (
                <WordTag tone="wait">{t('queue_settings.below_demand')}</WordTag>
              ),
          },
        ]}
      />
    </>
  );
}
