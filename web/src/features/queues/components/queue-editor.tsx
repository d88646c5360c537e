import { Form, Input, Tabs } from 'antd';

import { useTranslation } from '@/i18n';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';

import {
  changeQueue,
  createQueue,
  queuesKey,
  retireQueue,
  type QueueBody,
  type QueueChoices,
  type QueueView,
} from '../api/queues';
import { cleaned, NEW_QUEUE, settingsOf } from '../model/queue';
import { AssignmentTab } from './assignment-tab';
import { LimitsTab } from './limits-tab';
import { QueueAgents } from './queue-agents';
import { TextsTab } from './texts-tab';
import { TimesTab } from './times-tab';

interface Needs {
  queue: QueueView | null;
  queues: readonly QueueView[];
  choices: QueueChoices;
  close: () => void;
}

/** One queue: who gets its calls, for how long, what limits it has and what callers hear. */
export function QueueEditor({ queue, queues, choices, close }: Needs) {
  const { t, i18n } = useTranslation();
  const label = (field: string) => {
    const key = `queue_settings.field.${field.split('.')[0] ?? ''}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : field;
  };
  const others = queues.filter((each) => each.queue_id !== queue?.queue_id);
  return (
    <RecordEditor<QueueBody>
      title={queue === null ? t('queue_settings.create') : queue.name}
      stored={queue === null ? NEW_QUEUE : settingsOf(queue)}
      version={queue?.version ?? 0}
      save={(values, version, params) =>
        queue === null
          ? createQueue(cleaned(values), params)
          : changeQueue(queue.queue_id, version, cleaned(values), params)
      }
      remove={
        queue === null
          ? undefined
          : {
              run: (params) => retireQueue(queue.queue_id, params),
              sure: t('queue_settings.remove_sure', { name: queue.name }),
            }
      }
      refresh={[queuesKey, ['administration', 'staff'], ['changes', 'queue']]}
      label={label}
      close={close}
      width={820}
    >
      {() => (
        <>
          <Form.Item
            name="name"
            label={t('queue_settings.field.name')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.no_name') }]}
          >
            <Input maxLength={40} data-testid="queue-name" />
          </Form.Item>
          <Tabs
            items={[
              {
                key: 'assignment',
                label: t('queue_settings.tab.assignment'),
                forceRender: true,
                children: <AssignmentTab choices={choices} />,
              },
              {
                key: 'times',
                label: t('queue_settings.tab.times'),
                forceRender: true,
                children: <TimesTab />,
              },
              {
                key: 'texts',
                label: t('queue_settings.tab.texts'),
                forceRender: true,
                children: <TextsTab />,
              },
              {
                key: 'limits',
                label: t('queue_settings.tab.limits'),
                forceRender: true,
                children: <LimitsTab choices={choices} others={others} />,
              },
              ...(queue === null
                ? []
                : [
                    {
                      key: 'agents',
                      label: t('queue_settings.tab.agents'),
                      children: <QueueAgents queue={queue} />,
                    },
                    {
                      key: 'history',
                      label: t('registry.history'),
                      children: (
                        <RecordHistory kind="queue" recordId={queue.queue_id} version={queue.version} />
                      ),
                    },
                  ]),
            ]}
          />
        </>
      )}
    </RecordEditor>
  );
}
