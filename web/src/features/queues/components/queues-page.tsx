import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import { WordTag } from '@/ui/word-tag';

import { queuesQuery, type QueueView } from '../api/queues';
import { TEXTS } from '../model/queue';
import { QueueEditor } from './queue-editor';

/** Every queue, and beside the list the one that is chosen. Address: /administration/queues/:recordId. */
export function QueuesPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const list = useQuery(queuesQuery);
  const columns = useQueueColumns(list.data?.choices.groups ?? []);
  const chosen = list.data?.queues.find((queue) => queue.queue_id === recordId);
  return (
    <RegistryPage<QueueView>
      name="queues"
      title={t('administration.section.queues')}
      hint={t('queue_settings.hint')}
      columns={columns}
      rows={list.data?.queues}
      rowKey={(queue) => queue.queue_id}
      chosen={recordId}
      problem={list.error}
      createWords={t('queue_settings.create')}
    >
      {list.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <QueueEditor
          key={recordId}
          queue={chosen ?? null}
          queues={list.data.queues}
          choices={list.data.choices}
          close={() => void navigate(registryAddress('queues'))}
        />
      ) : null}
    </RegistryPage>
  );
}

function useQueueColumns(
  groups: readonly { id: string; name: string }[],
): readonly RegistryColumn<QueueView>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const groupName = (groupId: string) => groups.find(({ id }) => id === groupId)?.name ?? groupId;
    const column = (
      key: 'name' | 'rule' | 'groups' | 'limit' | 'overflow' | 'texts' | 'callback' | 'wrap_up' | 'priority',
      width: number,
      text: (queue: QueueView) => string,
      more: Partial<RegistryColumn<QueueView>> = {},
    ): RegistryColumn<QueueView> => ({ key, title: t(`queue_settings.column.${key}`), width, text, ...more });
    const none = t('value.none');
    return [
      column('name', 150, (queue) => queue.name),
      column('rule', 130, (queue) => t(`queue_settings.rule.${queue.rule}.name`)),
      column(
        'groups',
        220,
        (queue) => queue.groups.map((group) => groupName(group.group_id)).join('、') || none,
      ),
      column('limit', 110, (queue) =>
        queue.waiting_limit === 0 ? t('queue_settings.no_limit') : String(queue.waiting_limit),
      ),
      column('overflow', 90, (queue) => (queue.overflow.length === 0 ? none : String(queue.overflow.length))),
      column(
        'texts',
        110,
        (queue) => (hasOwnTexts(queue) ? t('queue_settings.own_texts') : t('queue_settings.house_texts')),
        {
          render: (queue) =>
            hasOwnTexts(queue) ? (
              <WordTag tone="info">{t('queue_settings.own_texts')}</WordTag>
            ) : (
              t('queue_settings.house_texts')
            ),
        },
      ),
      column('callback', 110, (queue) =>
        queue.callback_attempts === 0
          ? t('queue_settings.no_callback')
          : t('queue_settings.times', { times: queue.callback_attempts }),
      ),
      column('wrap_up', 110, (queue) => t('queue_settings.seconds_of', { seconds: queue.wrap_up_seconds })),
      column('priority', 90, (queue) => String(queue.priority), { hiddenAtFirst: true }),
    ];
  }, [groups, t]);
}

const hasOwnTexts = (queue: QueueView): boolean => TEXTS.some((name) => queue[name] !== '');
