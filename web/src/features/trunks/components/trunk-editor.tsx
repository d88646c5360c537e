import { Form, Input, InputNumber, Select, Tabs } from 'antd';

import { useTranslation } from '@/i18n';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';

import {
  changeTrunk,
  createTrunk,
  retireTrunk,
  trunksKey,
  type Trunk,
  type TrunkContent,
} from '../api/trunks';
import { cleaned, firstParameters, KINDS, NEW_TRUNK, WHEN_FULL, type Kind } from '../model/trunk';
import { OutboundRules } from './outbound-rules';
import { ParameterFields } from './parameter-fields';
import styles from './trunks.module.css';

interface Values {
  content: TrunkContent;
  password: string;
}

/** One trunk: its name and numbers, its limit, the parameters of its kind, and how calls go out through it. */
export function TrunkEditor({ trunk, close }: { trunk: Trunk | null; close: () => void }) {
  const { t, i18n } = useTranslation();
  const label = (field: string) => {
    const key = `trunks.${field.replace(/^(parameters|limit)\./, '').split('.')[0] ?? ''}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : field;
  };
  return (
    <RecordEditor<Values>
      title={trunk === null ? t('trunks.create') : trunk.content.title}
      stored={{ content: trunk?.content ?? NEW_TRUNK, password: '' }}
      version={trunk?.version ?? 0}
      save={({ content, password }, version, params) => {
        const secret = password === '' ? null : password;
        return trunk === null
          ? createTrunk(cleaned(content), secret, params)
          : changeTrunk(trunk.trunk_id, version, cleaned(content), secret, params);
      }}
      remove={
        trunk === null
          ? undefined
          : {
              run: (params) => retireTrunk(trunk.trunk_id, params),
              sure: t('trunks.remove_sure', { title: trunk.content.title }),
            }
      }
      refresh={[trunksKey, ['changes', 'trunk']]}
      label={label}
      close={close}
      width={820}
      under="content"
    >
      {(form) => (
        <Tabs
          items={[
            {
              key: 'general',
              label: t('trunks.tab.general'),
              forceRender: true,
              children: (
                <GeneralFields
                  isNew={trunk === null}
                  choose={(kind) => {
                    form.setFieldValue(['content', 'parameters'], firstParameters(kind));
                  }}
                />
              ),
            },
            {
              key: 'parameters',
              label: t('trunks.tab.parameters'),
              forceRender: true,
              children: <ParameterFields hasPassword={trunk?.has_password ?? false} />,
            },
            {
              key: 'outbound',
              label: t('trunks.tab.outbound'),
              forceRender: true,
              children: <OutboundRules />,
            },
            ...(trunk === null
              ? []
              : [
                  {
                    key: 'history',
                    label: t('registry.history'),
                    children: (
                      <RecordHistory kind="trunk" recordId={trunk.trunk_id} version={trunk.version} />
                    ),
                  },
                ]),
          ]}
        />
      )}
    </RecordEditor>
  );
}

function GeneralFields({ isNew, choose }: { isNew: boolean; choose: (kind: Kind) => void }) {
  const { t } = useTranslation();
  const whenFull = Form.useWatch<string | undefined>(['content', 'limit', 'when_full']);
  const name = (...path: string[]) => ['content', ...path];
  return (
    <div className={styles.grid}>
      <Form.Item
        name={name('title')}
        label={t('trunks.title')}
        rules={[{ required: true, whitespace: true, message: t('registry.fault.no_title') }]}
      >
        <Input maxLength={60} data-testid="trunk-title" />
      </Form.Item>
      <Form.Item
        name={name('name')}
        label={t('trunks.name')}
        extra={t('trunks.name_note')}
        rules={[
          { required: true, pattern: /^[a-z][a-z0-9-]{0,30}$/, message: t('registry.fault.no_short_name') },
        ]}
      >
        <Input maxLength={31} data-testid="trunk-name" />
      </Form.Item>
      <Form.Item name={name('parameters', 'kind')} label={t('trunks.kind')} extra={t('trunks.kind_note')}>
        <Select
          disabled={!isNew}
          options={KINDS.map((value) => ({ value, label: t(`trunks.kinds.${value}`) }))}
          onChange={choose}
          data-testid="trunk-kind"
        />
      </Form.Item>
      <Form.Item name={name('caller_id')} label={t('trunks.caller_id')} extra={t('trunks.caller_id_note')}>
        <Input maxLength={32} inputMode="tel" />
      </Form.Item>
      <Form.Item name={name('area_code')} label={t('trunks.area_code')} extra={t('trunks.area_code_note')}>
        <Input maxLength={4} inputMode="numeric" />
      </Form.Item>
      <Form.Item name={name('country_code')} label={t('trunks.country_code')}>
        <Input maxLength={3} inputMode="numeric" />
      </Form.Item>
      <Form.Item
        name={name('limit', 'channels')}
        label={t('trunks.channels')}
        extra={t('trunks.channels_note')}
      >
        <InputNumber min={0} max={2000} className={styles.figure ?? ''} data-testid="trunk-channels" />
      </Form.Item>
      <Form.Item name={name('limit', 'when_full')} label={t('trunks.when_full')}>
        <Select options={WHEN_FULL.map((value) => ({ value, label: t(`trunks.full.${value}`) }))} />
      </Form.Item>
      {whenFull === 'number' ? (
        <Form.Item
          name={name('limit', 'full_number')}
          label={t('trunks.full_number')}
          extra={t('trunks.full_number_note')}
        >
          <Input maxLength={32} inputMode="tel" />
        </Form.Item>
      ) : null}
    </div>
  );
}
