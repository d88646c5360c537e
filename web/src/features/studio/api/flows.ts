import { queryOptions } from '@tanstack/react-query';

import { answer, api, newIdempotencyKey, OWN_PAGE } from '@/api/client';
import type { components } from '@/lib/generated/http';

import type { FlowDocument, Layout } from '../model/document';
import { readSchema, type FlowSchema } from '../model/schema';

type Schemas = components['schemas'];
export type Flow = Schemas['Flow'];
export type FlowVersion = Schemas['FlowVersion'];
export type FlowProblem = Schemas['FlowProblem'];
export type NodeChange = Schemas['NodeChange'];
export type Simulation = Schemas['Simulation'];
export type SimulatedEvent = Schemas['SimulatedEvent'];
export type FlowJourney = Schemas['FlowJourney'];
export type NodeTraffic = Schemas['NodeTraffic'];
export type NewFlowDraft = Schemas['NewFlowDraft'];

export const flowsKey = ['flows'] as const;

const change = () => ({ header: { ...OWN_PAGE, 'Idempotency-Key': newIdempotencyKey() } });

export const flowsQuery = queryOptions({
  queryKey: [...flowsKey, 'list'],
  queryFn: () => answer(api.GET('/api/flows')),
});

export const schemaQuery = queryOptions({
  queryKey: [...flowsKey, 'schema'],
  queryFn: async (): Promise<FlowSchema> => readSchema(await answer(api.GET('/api/flows/schema'))),
  staleTime: Infinity,
});

export interface Draft {
  version: FlowVersion;
  document: FlowDocument;
  layout: Layout;
}

/** A version as it is stored; read anew whenever the studio opens it. */
export const versionQuery = (flowId: string, version: number) =>
  queryOptions({
    queryKey: [...flowsKey, 'version', flowId, version],
    queryFn: async (): Promise<Draft> => {
      const path = { flow_id: flowId, version };
      const found = await answer(api.GET('/api/flows/{flow_id}/versions/{version}', { params: { path } }));
      return {
        version: found.version,
        document: found.document as unknown as FlowDocument,
        layout: found.layout as Layout,
      };
    },
    staleTime: 0,
    gcTime: 0,
  });

export const comparisonQuery = (flowId: string, before: number, after: number) =>
  queryOptions({
    queryKey: [...flowsKey, 'compare', flowId, before, after],
    queryFn: () => {
      const params = { path: { flow_id: flowId }, query: { before, after } };
      return answer(api.GET('/api/flows/{flow_id}/compare', { params }));
    },
  });

/** Which ways calls took through the version on a day (YYYY-MM-DD in the centre's zone). */
export const journeyQuery = (of: FlowVersion, day: string | null) =>
  queryOptions({
    queryKey: [...flowsKey, 'journey', of.flow_id, of.version, day],
    queryFn: () => {
      const path = { flow_id: of.flow_id, version: of.version };
      const params = { path, query: { day: day ?? '' } };
      return answer(api.GET('/api/flows/{flow_id}/versions/{version}/journey', { params }));
    },
    enabled: day !== null,
    staleTime: 0,
  });

/** What would keep the document from being published. */
export const problemsQuery = (document: FlowDocument) =>
  queryOptions({
    queryKey: [...flowsKey, 'problems', document],
    queryFn: () =>
      answer(
        api.POST('/api/flow-trials/check', {
          params: { header: OWN_PAGE },
          body: { document: document as unknown as Record<string, unknown> },
        }),
      ),
    staleTime: Infinity,
    placeholderData: (before: FlowProblem[] | undefined) => before,
  });

export const runTrial = (
  document: FlowDocument,
  events: SimulatedEvent[],
  callerNumber: string,
): Promise<Simulation> =>
  answer(
    api.POST('/api/flow-trials/run', {
      params: { header: OWN_PAGE },
      body: { document: document as unknown as Record<string, unknown>, events, caller_number: callerNumber },
    }),
  );

export const createDraft = (body: NewFlowDraft): Promise<FlowVersion> =>
  answer(api.POST('/api/flows', { params: change(), body }));

export function saveDraft(
  of: FlowVersion,
  revision: number,
  document: FlowDocument,
  layout: Layout,
): Promise<FlowVersion> {
  const path = { flow_id: of.flow_id, version: of.version };
  return answer(
    api.PUT('/api/flows/{flow_id}/versions/{version}', {
      params: { ...change(), path },
      body: { revision, document: document as unknown as Record<string, unknown>, layout },
    }),
  );
}

export function publishVersion(of: FlowVersion, asCurrent: boolean): Promise<FlowVersion> {
  const path = { flow_id: of.flow_id, version: of.version };
  const body = { as_current: asCurrent };
  return answer(
    api.POST('/api/flows/{flow_id}/versions/{version}/publish', { params: { ...change(), path }, body }),
  );
}

export function rollBack(flowId: string): Promise<FlowVersion> {
  return answer(
    api.POST('/api/flows/{flow_id}/roll-back', { params: { ...change(), path: { flow_id: flowId } } }),
  );
}

export function retireVersion(of: FlowVersion): Promise<unknown> {
  const path = { flow_id: of.flow_id, version: of.version };
  return answer(api.DELETE('/api/flows/{flow_id}/versions/{version}', { params: { ...change(), path } }));
}
