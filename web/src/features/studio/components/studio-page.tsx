import { PlusOutlined, RollbackOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Empty, Spin, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';
import { Panel } from '@/ui/panel';
import { useProblemMessage } from '@/ui/use-problem-message';

import {
  createDraft,
  flowsKey,
  flowsQuery,
  publishVersion,
  retireVersion,
  rollBack,
  type Flow,
  type FlowVersion,
} from '../api/flows';
import { STATE_COLOURS } from '../model/states';
import { NewFlowDialog } from './new-flow-dialog';
import styles from './studio-page.module.css';

/** Every flow with its versions: what calls run now, what is being drafted, and the way back. */
export function StudioPage() {
  const { t } = useTranslation();
  const flows = useQuery(flowsQuery);
  const [making, setMaking] = useState(false);
  return (
    <div className={styles.page} data-testid="studio">
      <header className={styles.head}>
        <h1>{t('studio.title')}</h1>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => {
            setMaking(true);
          }}
          data-testid="new-flow"
        >
          {t('studio.new')}
        </Button>
      </header>
      {flows.data === undefined ? <Spin /> : null}
      {flows.data?.flows.length === 0 ? <Empty /> : null}
      {flows.data?.flows.map((flow) => (
        <FlowPanel key={flow.flow_id} flow={flow} mayPublish={flows.data.may_publish} />
      ))}
      {making ? (
        <NewFlowDialog
          close={() => {
            setMaking(false);
          }}
        />
      ) : null}
    </div>
  );
}

/** What changes a flow, and shows the list anew. */
function useChange<T>(does: (of: T) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: does,
    onError: useProblemMessage(),
    onSuccess: () => cache.invalidateQueries({ queryKey: flowsKey }),
  });
}

function FlowPanel({ flow, mayPublish }: { flow: Flow; mayPublish: boolean }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const back = useChange(rollBack);
  return (
    <Panel
      title={`${flow.title}（${flow.flow_id}）`}
      testId={`flow-${flow.flow_id}`}
      extra={
        mayPublish && flow.previous_version !== null ? (
          <Button
            icon={<RollbackOutlined />}
            loading={back.isPending}
            onClick={() => {
              void modal.confirm({
                title: t('studio.roll_back_question', { number: flow.previous_version }),
                onOk: () => back.mutateAsync(flow.flow_id),
              });
            }}
            data-testid={`roll-back-${flow.flow_id}`}
          >
            {t('studio.roll_back', { number: flow.previous_version })}
          </Button>
        ) : null
      }
    >
      <Versions flow={flow} mayPublish={mayPublish} />
    </Panel>
  );
}

function Versions({ flow, mayPublish }: { flow: Flow; mayPublish: boolean }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const draft = useChange(async (from: FlowVersion) => {
    const { version } = await createDraft({
      flow_id: from.flow_id,
      title: '',
      from_version: from.version,
      document: null,
    });
    await navigate(`/studio/${from.flow_id}/${String(version)}`);
  });
  const publish = useChange((of: FlowVersion) => publishVersion(of, true));
  const retire = useChange(retireVersion);
  const columns: TableColumnsType<FlowVersion> = [
    {
      title: t('studio.column.version'),
      render: (_, each) => (
        <Link
          to={`/studio/${flow.flow_id}/${String(each.version)}`}
          data-testid={`open-${flow.flow_id}-${String(each.version)}`}
        >
          {t('studio.version', { number: each.version })}
        </Link>
      ),
    },
    {
      title: t('studio.column.state'),
      render: (_, each) => (
        <>
          <Tag color={STATE_COLOURS[each.state]}>{t(`studio.state.${each.state}`)}</Tag>
          {flow.current_version === each.version ? <Tag color="blue">{t('studio.current')}</Tag> : null}
        </>
      ),
    },
    {
      title: t('studio.column.origin'),
      render: (_, each) => t(`studio.origin.${each.origin}`, { number: each.origin_version ?? 0 }),
    },
    {
      title: t('studio.column.changed'),
      render: (_, each) =>
        each.changed_at === null ? t('value.none') : formatDayTime(each.changed_at, i18n.language),
    },
    {
      title: t('studio.column.does'),
      render: (_, each) => (
        <div className={styles.actions}>
          <Button
            size="small"
            onClick={() => {
              draft.mutate(each);
            }}
            data-testid={`draft-from-${flow.flow_id}-${String(each.version)}`}
          >
            {t('studio.draft_from')}
          </Button>
          {flow.current_version === null || flow.current_version === each.version ? null : (
            <Link
              to={`/studio/${flow.flow_id}/compare/${String(flow.current_version)}/${String(each.version)}`}
            >
              <Button size="small" data-testid={`compare-${flow.flow_id}-${String(each.version)}`}>
                {t('studio.compare')}
              </Button>
            </Link>
          )}
          {mayPublish && each.state === 'checked' ? (
            <Button
              size="small"
              type="primary"
              onClick={() => {
                publish.mutate(each);
              }}
            >
              {t('studio.publish')}
            </Button>
          ) : null}
          {mayPublish && each.state !== 'retired' && flow.current_version !== each.version ? (
            <Button
              size="small"
              danger
              onClick={() => {
                retire.mutate(each);
              }}
            >
              {t('studio.retire')}
            </Button>
          ) : null}
        </div>
      ),
    },
  ];
  return (
    <Table size="small" rowKey="version" columns={columns} dataSource={flow.versions} pagination={false} />
  );
}
