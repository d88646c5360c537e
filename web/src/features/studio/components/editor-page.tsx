import { useQuery } from '@tanstack/react-query';
import { ReactFlowProvider } from '@xyflow/react';
import { Result, Spin } from 'antd';
import { useParams } from 'react-router';

import { useTranslation } from '@/i18n';

import { flowsQuery, schemaQuery, versionQuery, type Draft } from '../api/flows';
import { completed } from '../model/arrange';
import type { FlowSchema } from '../model/schema';
import { Editor } from './editor';

/** One version on the canvas: a draft to be edited, any other to be looked at and tried. */
export function EditorPage() {
  const { t } = useTranslation();
  const { flowId = '', version = '' } = useParams();
  const schema = useQuery(schemaQuery);
  const flows = useQuery(flowsQuery);
  const stored = useQuery(versionQuery(flowId, Number(version)));
  const placed = useQuery({
    queryKey: ['flows', 'placed', flowId, version, stored.dataUpdatedAt],
    queryFn: () => place(schema.data as FlowSchema, stored.data as Draft),
    enabled: schema.data !== undefined && stored.data !== undefined,
    staleTime: Infinity,
    gcTime: 0,
  });
  const failed = schema.error ?? stored.error ?? placed.error;
  if (failed !== null)
    return <Result status="warning" title={t('studio.not_found')} subTitle={failed.message} />;
  if (schema.data === undefined || placed.data === undefined) return <Spin size="large" />;
  return (
    <ReactFlowProvider key={`${flowId}@${version}`}>
      <Editor root={schema.data} draft={placed.data} mayPublish={flows.data?.may_publish === true} />
    </ReactFlowProvider>
  );
}

const place = async (root: FlowSchema, draft: Draft): Promise<Draft> => ({
  ...draft,
  layout: await completed(root, draft.document, draft.layout),
});
