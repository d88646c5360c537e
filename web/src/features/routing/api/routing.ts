import { queryOptions } from '@tanstack/react-query';

import { answer, api } from '@/api/client';
import type { components } from '@/lib/generated/http';

type Schemas = components['schemas'];
export type Routing = Schemas['RoutingView'];
export type Stay = Schemas['StayView'];
export type Stretch = Schemas['StretchView'];
export type Decision = Schemas['DecisionView'];

export const routingQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['routing', contactId],
    queryFn: () =>
      answer(api.GET('/api/routing/{contact_id}', { params: { path: { contact_id: contactId } } })),
    enabled: contactId !== '',
    retry: false,
  });
