import { useQuery } from '@tanstack/react-query';
import { Form, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import registry from '@/ui/registry/registry.module.css';

import { numbersKey, numbersQuery, putNumber, removeNumber, type NumberRule } from '../api/trunks';

const CALLED_NUMBER = /^\+?[0-9*#]{2,20}$/;

/** Which called number runs which flow. Address: /administration/numbers/:recordId (the number). */
export function NumbersPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const numbers = useQuery(numbersQuery);
  const columns = useMemo<readonly RegistryColumn<NumberRule>[]>(
    () => [
      {
        key: 'called_number',
        title: t('numbers.called_number'),
        width: 200,
        text: (rule) => rule.called_number,
        render: (rule) => <span className="digits">{rule.called_number}</span>,
      },
      { key: 'flow_id', title: t('numbers.flow_id'), width: 320, text: (rule) => rule.flow_id },
    ],
    [t],
  );
  const chosen = numbers.data?.rules.find((rule) => rule.called_number === recordId);
  return (
    <RegistryPage<NumberRule>
      name="numbers"
      title={t('administration.section.numbers')}
      hint={t('numbers.hint')}
      columns={columns}
      rows={numbers.data?.rules}
      rowKey={(rule) => rule.called_number}
      chosen={recordId}
      problem={numbers.error}
      createWords={t('numbers.create')}
    >
      {numbers.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <NumberEditor
          key={recordId}
          rule={chosen ?? null}
          flowIds={numbers.data.flow_ids}
          close={() => void navigate(registryAddress('numbers'))}
        />
      ) : null}
    </RegistryPage>
  );
}

interface Needs {
  rule: NumberRule | null;
  flowIds: readonly string[];
  close: () => void;
}

function NumberEditor({ rule, flowIds, close }: Needs) {
  const { t } = useTranslation();
  return (
    <RecordEditor<NumberRule>
      title={rule === null ? t('numbers.create') : rule.called_number}
      stored={rule ?? { called_number: '', flow_id: flowIds[0] ?? '' }}
      version={rule === null ? 0 : 1}
      save={({ called_number, flow_id }, _, params) => putNumber(called_number, flow_id, params)}
      remove={
        rule === null
          ? undefined
          : {
              run: (params) => removeNumber(rule.called_number, params),
              sure: t('numbers.remove_sure', { number: rule.called_number }),
            }
      }
      refresh={[numbersKey, ['administration', 'calendars'], ['changes', 'number_rule']]}
      label={(field) => t(`numbers.${field as 'flow_id'}`)}
      close={close}
      width={520}
    >
      {() => (
        <>
          <Form.Item
            name="called_number"
            label={t('numbers.called_number')}
            extra={t('numbers.called_note')}
            rules={[{ required: true, pattern: CALLED_NUMBER, message: t('registry.fault.no_number') }]}
          >
            <Input disabled={rule !== null} maxLength={21} inputMode="tel" data-testid="called-number" />
          </Form.Item>
          <Form.Item name="flow_id" label={t('numbers.flow_id')} extra={t('numbers.flow_note')}>
            <Select options={flowIds.map((value) => ({ value }))} data-testid="number-flow" />
          </Form.Item>
          {rule === null ? null : (
            <>
              <h3 className={registry.heading}>{t('registry.history')}</h3>
              <RecordHistory kind="number_rule" recordId={rule.called_number} version={1} />
            </>
          )}
        </>
      )}
    </RecordEditor>
  );
}
