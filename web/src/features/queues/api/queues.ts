import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

export type QueueView = components['schemas']['QueueView'];
export type QueueBody = components['schemas']['QueueBody'];
export type QueueChoices = components['schemas']['QueueChoices'];

export const queuesKey = ['administration', 'queues'] as const;

export const queuesQuery = queryOptions({
  queryKey: queuesKey,
  queryFn: () => answer(api.GET('/api/queues')),
});

export const queueAgentsQuery = (queueId: string, version: number) =>
  queryOptions({
    queryKey: [...queuesKey, queueId, 'agents', version],
    queryFn: () =>
      answer(api.GET('/api/queues/{queue_id}/agents', { params: { path: { queue_id: queueId } } })),
  });

export const createQueue = (body: QueueBody, params: ChangeHeader) =>
  answer(api.POST('/api/queues', { params, body }));

export const changeQueue = (queueId: string, version: number, body: QueueBody, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/queues/{queue_id}', {
      params: { header, path: { queue_id: queueId } },
      body: { ...body, version },
    }),
  );

export const retireQueue = (queueId: string, { header }: ChangeHeader) =>
  answer(api.DELETE('/api/queues/{queue_id}', { params: { header, path: { queue_id: queueId } } }));
