import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNavigate, useParams } from 'react-router';

import { useTranslation } from '@/i18n';
import { registryAddress, RegistryPage, type RegistryColumn } from '@/ui/registry/registry-page';
import { WordTag } from '@/ui/word-tag';

import { staffQuery, type Member, type StaffList } from '../api/staff';
import { MemberEditor } from './member-editor';

/** Everybody who signs in, and the seats they work at. Address: /administration/staff/:recordId. */
export function StaffPage() {
  const { t } = useTranslation();
  const { recordId } = useParams();
  const navigate = useNavigate();
  const staff = useQuery(staffQuery);
  const chosen = staff.data?.members.find((member) => member.user_id === recordId);
  return (
    <RegistryPage<Member>
      name="staff"
      title={t('administration.section.staff')}
      hint={t('staff.hint')}
      columns={useStaffColumns(staff.data)}
      rows={staff.data?.members}
      rowKey={(member) => member.user_id}
      chosen={recordId}
      problem={staff.error}
      createWords={t('staff.create')}
    >
      {staff.data !== undefined && (chosen !== undefined || recordId === 'new') ? (
        <MemberEditor
          key={recordId}
          member={chosen ?? null}
          staff={staff.data}
          close={() => void navigate(registryAddress('staff'))}
        />
      ) : null}
    </RegistryPage>
  );
}

function useStaffColumns(staff: StaffList | undefined): readonly RegistryColumn<Member>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const none = t('value.none');
    const names = (of: readonly { id: string; name: string }[], ids: readonly string[] | undefined) =>
      (ids ?? []).map((id) => of.find((each) => each.id === id)?.name ?? id).join('、') || none;
    const state = (member: Member) =>
      t(!member.active ? 'staff.left' : member.locked_until === null ? 'staff.active' : 'staff.locked');
    return [
      {
        key: 'staff_number',
        title: t('staff.staff_number'),
        width: 100,
        text: (member) => member.staff_number,
        render: (member) => <span className="digits">{member.staff_number}</span>,
      },
      { key: 'name', title: t('staff.name'), width: 120, text: (member) => member.name },
      {
        key: 'roles',
        title: t('staff.roles'),
        width: 150,
        text: (member) => member.roles.map((role) => t(`staff.role.${role}`)).join('、'),
      },
      {
        key: 'state',
        title: t('staff.state'),
        width: 100,
        text: state,
        render: (member) => (
          <WordTag tone={!member.active ? 'quiet' : member.locked_until === null ? 'good' : 'wait'}>
            {state(member)}
          </WordTag>
        ),
      },
      {
        key: 'phone',
        title: t('staff.phone'),
        width: 190,
        text: (member) =>
          member.seat === null
            ? none
            : `${member.seat.sip_username}　${t(`staff.phone_kind.${member.seat.phone_kind}`)}`,
      },
      {
        key: 'groups',
        title: t('staff.groups'),
        width: 160,
        text: (member) => names(staff?.groups ?? [], member.seat?.group_ids),
      },
      {
        key: 'queues',
        title: t('staff.queues'),
        width: 160,
        text: (member) => names(staff?.queues ?? [], member.seat?.queue_ids),
      },
      {
        key: 'skills',
        title: t('staff.skills'),
        width: 150,
        text: (member) =>
          (member.seat?.skills ?? []).map(({ skill, level }) => `${skill} ${String(level)}`).join('、') ||
          none,
      },
    ];
  }, [t, staff]);
}
