import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';
import type { ChangeHeader } from '@/ui/registry/use-change';

type Schemas = components['schemas'];
export type Trunk = Schemas['Trunk'];
export type TrunkContent = Schemas['TrunkContent'];
export type TrunkState = Schemas['TrunkState'];
export type NumberRule = Schemas['NumberRule'];

export const trunksKey = ['administration', 'trunks'] as const;
export const numbersKey = ['administration', 'numbers'] as const;

const STATE_MILLISECONDS = 10_000;

export const trunksQuery = queryOptions({
  queryKey: trunksKey,
  queryFn: () => answer(api.GET('/api/trunks')),
});

/** How the lines stand now; asked again every ten seconds while it is shown. */
export const trunkStatesQuery = queryOptions({
  queryKey: [...trunksKey, 'states'],
  queryFn: () => answer(api.GET('/api/trunks/states')),
  refetchInterval: STATE_MILLISECONDS,
  retry: false,
});

export const trunkFilesQuery = queryOptions({
  queryKey: [...trunksKey, 'files'],
  queryFn: () => answer(api.GET('/api/trunks/files')),
});

export const createTrunk = (content: TrunkContent, password: string | null, params: ChangeHeader) =>
  answer(api.POST('/api/trunks', { params, body: { content, password } }));

export const changeTrunk = (
  trunkId: string,
  version: number,
  content: TrunkContent,
  password: string | null,
  { header }: ChangeHeader,
) =>
  answer(
    api.PUT('/api/trunks/{trunk_id}', {
      params: { header, path: { trunk_id: trunkId } },
      body: { content, password, version },
    }),
  );

export const retireTrunk = (trunkId: string, { header }: ChangeHeader) =>
  answer(api.DELETE('/api/trunks/{trunk_id}', { params: { header, path: { trunk_id: trunkId } } }));

export const numbersQuery = queryOptions({
  queryKey: numbersKey,
  queryFn: () => answer(api.GET('/api/number-rules')),
});

export const putNumber = (calledNumber: string, flowId: string, { header }: ChangeHeader) =>
  answer(
    api.PUT('/api/number-rules/{called_number}', {
      params: { header, path: { called_number: calledNumber } },
      body: { flow_id: flowId },
    }),
  );

export const removeNumber = (calledNumber: string, { header }: ChangeHeader) =>
  answer(
    api.DELETE('/api/number-rules/{called_number}', {
      params: { header, path: { called_number: calledNumber } },
    }),
  );
