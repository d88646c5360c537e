import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime, groupPhone } from '@/lib/format';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import { WordTag, type Tone } from '@/ui/word-tag';

import { marksQuery, type CallerMark } from '../api/caller-marks';
import { MarkEditor } from './mark-editor';

const TONES: Record<CallerMark['kind'], Tone> = { vip: 'info', red: 'good', black: 'wait' };

/** The VIP, red and black lists. Address: /administration/caller-marks/:recordId. */
export function CallerMarksPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const [number, setNumber] = useState('');
  const marks = useQuery(marksQuery(number));
  const chosen = marks.data?.find((mark) => mark.mark_id === recordId);
  return (
    <RegistryPage<CallerMark>
      name="caller-marks"
      title={t('administration.section.caller-marks')}
      hint={t('marks.hint')}
      columns={useMarkColumns()}
      rows={marks.data}
      rowKey={(mark) => mark.mark_id}
      chosen={recordId}
      problem={marks.error}
      createWords={t('marks.create')}
      tools={
        <Input.Search
          allowClear
          inputMode="tel"
          placeholder={t('marks.find_number')}
          onSearch={(value) => {
            setNumber(value.trim());
          }}
          data-testid="mark-find"
        />
      }
    >
      {marks.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <MarkEditor
          key={recordId}
          mark={chosen ?? null}
          close={() => void navigate(registryAddress('caller-marks'))}
        />
      ) : null}
    </RegistryPage>
  );
}

function useMarkColumns(): readonly RegistryColumn<CallerMark>[] {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const day = (instant: string) => formatDayTime(instant, i18n.language);
    return [
      {
        key: 'number',
        title: t('marks.number'),
        width: 160,
        text: (mark) => mark.number,
        render: (mark) => <span className="digits">{groupPhone(mark.number)}</span>,
      },
      {
        key: 'kind',
        title: t('marks.kind'),
        width: 110,
        text: (mark) => t(`marks.kinds.${mark.kind}`),
        render: (mark) => <WordTag tone={TONES[mark.kind]}>{t(`marks.kinds.${mark.kind}`)}</WordTag>,
      },
      {
        key: 'level',
        title: t('marks.effect'),
        width: 170,
        text: (mark) =>
          mark.kind === 'vip'
            ? t('marks.grade_of', { grade: mark.grade ?? 0 })
            : mark.level === null
              ? t('marks.red_effect')
              : t(`marks.levels.${mark.level}`),
      },
      { key: 'reason', title: t('marks.reason'), width: 260, text: (mark) => mark.reason },
      {
        key: 'expires_at',
        title: t('marks.expires_at'),
        width: 190,
        text: (mark) => (mark.expires_at === null ? t('marks.for_good') : day(mark.expires_at)),
        render: (mark) =>
          mark.expires_at === null ? (
            t('marks.for_good')
          ) : (
            <>
              <span className="digits">{day(mark.expires_at)}</span>{' '}
              {mark.holds ? null : <WordTag tone="quiet">{t('marks.expired')}</WordTag>}
            </>
          ),
      },
      { key: 'made_by', title: t('marks.made_by'), width: 110, text: (mark) => mark.made_by },
      {
        key: 'made_at',
        title: t('marks.made_at'),
        width: 180,
        text: (mark) => day(mark.made_at),
        hiddenAtFirst: true,
      },
    ];
  }, [t, i18n.language]);
}
