import { FileTextOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import { WordTag } from '@/ui/word-tag';

import { trunksQuery, trunkStatesQuery, type Trunk, type TrunkState } from '../api/trunks';
import { TrunkEditor } from './trunk-editor';
import { TrunkFiles } from './trunk-files';

/** The lines to the telephone network and how they stand. Address: /administration/trunks/:recordId. */
export function TrunksPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const trunks = useQuery(trunksQuery);
  const states = useQuery(trunkStatesQuery);
  const [shows, setShows] = useState(false);
  const chosen = trunks.data?.find((trunk) => trunk.trunk_id === recordId);
  return (
    <RegistryPage<Trunk>
      name="trunks"
      title={t('administration.section.trunks')}
      hint={t('trunks.hint')}
      columns={useTrunkColumns(states.data, states.isError)}
      rows={trunks.data}
      rowKey={(trunk) => trunk.trunk_id}
      chosen={recordId}
      problem={trunks.error}
      createWords={t('trunks.create')}
      tools={
        <Button
          icon={<FileTextOutlined />}
          onClick={() => {
            setShows(true);
          }}
          data-testid="trunk-files"
        >
          {t('trunks.files')}
        </Button>
      }
    >
      {trunks.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <TrunkEditor
          key={recordId}
          trunk={chosen ?? null}
          close={() => void navigate(registryAddress('trunks'))}
        />
      ) : null}
      {shows ? (
        <TrunkFiles
          close={() => {
            setShows(false);
          }}
        />
      ) : null}
    </RegistryPage>
  );
}

function useTrunkColumns(
  states: readonly TrunkState[] | undefined,
  unknown: boolean,
): readonly RegistryColumn<Trunk>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const none = t('value.none');
    const stateOf = (trunk: Trunk) => states?.find((state) => state.trunk_id === trunk.trunk_id);
    const word = (trunk: Trunk) => {
      const reachable = stateOf(trunk)?.reachable;
      if (unknown) return t('trunks.state.no_answer');
      if (reachable === undefined || reachable === null) return t('trunks.state.not_asked');
      return t(reachable ? 'trunks.state.reachable' : 'trunks.state.unreachable');
    };
    return [
      { key: 'title', title: t('trunks.title'), width: 190, text: (trunk) => trunk.content.title },
      { key: 'name', title: t('trunks.name'), width: 120, text: (trunk) => trunk.content.name },
      {
        key: 'kind',
        title: t('trunks.kind'),
        width: 170,
        text: (trunk) => t(`trunks.kinds.${trunk.content.parameters.kind}`),
      },
      {
        key: 'state',
        title: t('trunks.state_title'),
        width: 120,
        text: word,
        render: (trunk) => {
          const reachable = stateOf(trunk)?.reachable;
          return (
            <WordTag tone={reachable === true ? 'good' : reachable === false ? 'wait' : 'quiet'}>
              {word(trunk)}
            </WordTag>
          );
        },
      },
      {
        key: 'calls',
        title: t('trunks.calls'),
        width: 100,
        text: (trunk) => String(stateOf(trunk)?.calls ?? none),
      },
      {
        key: 'limit',
        title: t('trunks.channels'),
        width: 110,
        text: (trunk) =>
          trunk.content.limit.channels === 0 ? t('trunks.no_limit') : String(trunk.content.limit.channels),
      },
      {
        key: 'far_end',
        title: t('trunks.far_end'),
        width: 220,
        text: ({ content: { parameters } }) =>
          'peers' in parameters
            ? (parameters.server ?? parameters.peers.join('、'))
            : t('trunks.lines_of', { lines: parameters.spans.map(({ number }) => number).join('、') }),
      },
      {
        key: 'caller_id',
        title: t('trunks.caller_id'),
        width: 140,
        text: (trunk) => trunk.content.caller_id || none,
      },
    ];
  }, [states, unknown, t]);
}
