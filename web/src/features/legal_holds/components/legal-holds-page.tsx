import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import { WordTag } from '@/ui/word-tag';

import { holdsQuery, keepingQuery, type LegalHold } from '../api/legal-holds';
import { HoldEditor, NewHold } from './hold-editor';

/** Which recordings are not deleted, by whose wish and why. Address: /administration/legal-holds/:recordId. */
export function LegalHoldsPage() {
  const { t, i18n } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const [contactId, setContactId] = useState('');
  const holds = useQuery(holdsQuery(contactId));
  const keeping = useQuery(keepingQuery);
  const days = (count: number) => (count === 0 ? t('holds.for_good') : t('holds.days', { count }));
  const columns = useMemo<readonly RegistryColumn<LegalHold>[]>(() => {
    const moment = (instant: string) => formatDayTime(instant, i18n.language);
    return [
      { key: 'contact', title: t('holds.contact_id'), width: 270, text: (hold) => hold.contact_id },
      {
        key: 'state',
        title: t('holds.state'),
        width: 100,
        text: (hold) => t(hold.in_force ? 'holds.in_force' : 'holds.over'),
        render: (hold) => (
          <WordTag tone={hold.in_force ? 'info' : 'quiet'}>
            {t(hold.in_force ? 'holds.in_force' : 'holds.over')}
          </WordTag>
        ),
      },
      { key: 'reason', title: t('holds.reason'), width: 260, text: (hold) => hold.reason },
      {
        key: 'until',
        title: t('holds.until'),
        width: 180,
        text: (hold) => (hold.until === null ? t('holds.for_good') : moment(hold.until)),
      },
      { key: 'placed_by', title: t('holds.placed_by'), width: 110, text: (hold) => hold.placed_by },
      { key: 'placed_at', title: t('holds.placed_at'), width: 180, text: (hold) => moment(hold.placed_at) },
    ];
  }, [t, i18n.language]);
  const chosen = holds.data?.find((hold) => hold.hold_id === recordId);
  const close = () => void navigate(registryAddress('legal-holds'));
  return (
    <RegistryPage<LegalHold>
      name="legal-holds"
      title={t('administration.section.legal-holds')}
      hint={
        keeping.data === undefined
          ? t('holds.hint')
          : `${t('holds.hint')} ${t('holds.keeping', {
              talk: days(keeping.data.talk),
              consult: days(keeping.data.consult),
              complaint: days(keeping.data.complaint),
            })}`
      }
      columns={columns}
      rows={holds.data}
      rowKey={(hold) => hold.hold_id}
      chosen={recordId}
      problem={holds.error}
      createWords={t('holds.create')}
      tools={
        <Input.Search
          allowClear
          placeholder={t('holds.find')}
          onSearch={(value) => {
            setContactId(value.trim());
          }}
        />
      }
    >
      {recordId === 'new' ? <NewHold close={close} /> : null}
      {chosen === undefined ? null : <HoldEditor key={recordId} hold={chosen} close={close} />}
    </RegistryPage>
  );
}
