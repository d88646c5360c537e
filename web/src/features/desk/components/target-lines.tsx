import { useQuery } from '@tanstack/react-query';

import { useTranslation } from '@/i18n';
import { WordTag } from '@/ui/word-tag';

import type { Target } from '../api/send-desk-command';
import { directoryQuery, targetsQuery } from '../api/targets';
import { TargetList, type TargetLine } from './target-list';

interface Needs {
  action: string;
  onChoose: (id: string) => void;
}

type NamedKind = 'group' | 'queue' | 'flow';

const LISTS = { group: 'groups', queue: 'queues', flow: 'flows' } as const;

/** The names of one kind of target. */
export function TargetLines({ kind, ...needs }: Needs & { kind: Exclude<Target['kind'], 'number'> }) {
  return kind === 'entry' ? <DirectoryLines {...needs} /> : <CentreLines kind={kind} {...needs} />;
}

function CentreLines({ kind, ...needs }: Needs & { kind: 'colleague' | NamedKind }) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery).data;
  const named = kind === 'colleague' ? undefined : targets?.[LISTS[kind]];
  const lines: TargetLine[] | undefined =
    kind === 'colleague'
      ? targets?.colleagues.map((colleague) => ({
          id: colleague.agent_id,
          name: colleague.name,
          detail: colleague.staff_number,
          tag: (
            <WordTag tone={colleague.free ? 'good' : 'quiet'}>{t(`desk.state.${colleague.state}`)}</WordTag>
          ),
          possible: colleague.free,
        }))
      : named?.map(({ target_id, name }) => ({ id: target_id, name, detail: '', possible: true }));
  return <TargetList lines={lines} empty={t(`call.target.none.${kind}`)} {...needs} />;
}

function DirectoryLines(needs: Needs) {
  const { t } = useTranslation();
  const lines = useQuery(directoryQuery).data?.map((entry) => ({
    id: entry.entry_id,
    name: entry.name,
    detail: entry.number,
    tag: (
      <WordTag tone={entry.is_open ? 'good' : 'wait'}>
        {t(entry.is_open ? 'call.target.open' : 'call.target.closed')}
      </WordTag>
    ),
    possible: true,
  }));
  return <TargetList lines={lines} empty={t('call.target.none.entry')} {...needs} />;
}
