import { useQuery } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import registry from '@/ui/registry/registry.module.css';

import { changeGroup, createGroup, groupsKey, groupsQuery, retireGroup, type Group } from '../api/staff';

/** Groups of agents, and what each serves. Address: /administration/groups/:recordId. */
export function GroupsPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const groups = useQuery(groupsQuery);
  const columns = useMemo<readonly RegistryColumn<Group>[]>(
    () => [
      { key: 'name', title: t('groups.name'), width: 220, text: (group) => group.name },
      { key: 'members', title: t('groups.members'), width: 120, text: (group) => String(group.members) },
      {
        key: 'queues',
        title: t('groups.queues'),
        width: 360,
        text: (group) => group.queues.join('、') || t('value.none'),
      },
    ],
    [t],
  );
  const chosen = groups.data?.find((group) => group.group_id === recordId);
  return (
    <RegistryPage<Group>
      name="groups"
      title={t('administration.section.groups')}
      hint={t('groups.hint')}
      columns={columns}
      rows={groups.data}
      rowKey={(group) => group.group_id}
      chosen={recordId}
      problem={groups.error}
      createWords={t('groups.create')}
    >
      {groups.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <GroupEditor
          key={recordId}
          group={chosen ?? null}
          close={() => void navigate(registryAddress('groups'))}
        />
      ) : null}
    </RegistryPage>
  );
}

function GroupEditor({ group, close }: { group: Group | null; close: () => void }) {
  const { t } = useTranslation();
  return (
    <RecordEditor<{ name: string }>
      title={group === null ? t('groups.create') : group.name}
      stored={{ name: group?.name ?? '' }}
      version={group?.version ?? 0}
      save={({ name }, version, params) =>
        group === null ? createGroup(name, params) : changeGroup(group.group_id, version, name, params)
      }
      remove={
        group === null
          ? undefined
          : {
              run: (params) => retireGroup(group.group_id, params),
              sure: t('groups.remove_sure', { name: group.name }),
            }
      }
      refresh={[groupsKey, ['administration', 'queues'], ['administration', 'staff'], ['changes', 'group']]}
      label={() => t('groups.name')}
      close={close}
      width={480}
    >
      {() => (
        <>
          <Form.Item
            name="name"
            label={t('groups.name')}
            rules={[{ required: true, whitespace: true, message: t('registry.fault.no_name') }]}
          >
            <Input maxLength={40} data-testid="group-name" />
          </Form.Item>
          <p className={registry.none}>{t('groups.members_note')}</p>
          {group === null ? null : (
            <>
              <h3 className={registry.heading}>{t('registry.history')}</h3>
              <RecordHistory kind="group" recordId={group.group_id} version={group.version} />
            </>
          )}
        </>
      )}
    </RecordEditor>
  );
}
