import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';
import { useProblemMessage } from '@/ui/use-problem-message';

export type ObjectView = components['schemas']['ObjectView'];
export type ObjectStatus = components['schemas']['ObjectStatus'];
export type ObjectResult = components['schemas']['ObjectResult'];
export type SettingValue = string | number | boolean;

const LOOK_EVERY_MS = 3000;

export const objectsQuery = queryOptions({
  queryKey: ['objects'],
  queryFn: () => answer(api.GET('/api/objects')),
  refetchInterval: LOOK_EVERY_MS,
});

export const resultsQuery = (name: string) =>
  queryOptions({
    queryKey: ['object_results', name],
    queryFn: () => answer(api.GET('/api/objects/results', { params: { query: { name } } })),
    refetchInterval: LOOK_EVERY_MS,
  });

export type ObjectWish =
  | { kind: 'switch'; name: string; isOn: boolean }
  | { kind: 'reload' | 'put-back'; name: string }
  | { kind: 'scan'; name: '' }
  | { kind: 'settings'; name: string; version: number; settings: Record<string, SettingValue> };

function send(wish: ObjectWish): Promise<ObjectView[]> {
  const header = { ...OWN_PAGE, 'Idempotency-Key': newIdempotencyKey() };
  if (wish.kind === 'scan') return answer(api.POST('/api/objects/scan', { params: { header } }));
  const params = { header, path: { name: wish.name } };
  switch (wish.kind) {
    case 'switch':
      return answer(api.POST('/api/objects/{name}/switch', { params, body: { is_on: wish.isOn } }));
    case 'settings': {
      const body = { wish_version: wish.version, settings: wish.settings };
      return answer(api.PUT('/api/objects/{name}/settings', { params, body }));
    }
    default:
      return answer(api.POST(`/api/objects/{name}/${wish.kind}`, { params }));
  }
}

/** Sends what a button asks for; the answer is how every object stands afterwards. */
export function useObjectWish() {
  const cache = useQueryClient();
  const onError = useProblemMessage();
  return useMutation({
    mutationFn: send,
    onError,
    onSuccess: (views) => {
      cache.setQueryData(objectsQuery.queryKey, views);
    },
  });
}
