import { Form, Input } from 'antd';

import { useTranslation } from '@/i18n';
import { RecordEditor } from '@/ui/registry/record-editor';
import { RecordHistory } from '@/ui/registry/record-history';
import registry from '@/ui/registry/registry.module.css';

import {
  changeMember,
  createMember,
  staffKey,
  type Member,
  type MemberBody,
  type NewMember,
  type StaffList,
} from '../api/staff';
import { MemberFields } from './member-fields';
import { PasswordButton, UnlockButton } from './member-verbs';

type Values = NewMember;

const NEW_MEMBER: Values = {
  staff_number: '',
  name: '',
  roles: ['agent'],
  active: true,
  password: '',
  seat: { sip_username: '', phone_kind: 'webrtc', queue_ids: [], group_ids: [], skills: [] },
};

/** One person: who he is, what he may do, and the seat he works at. */
export function MemberEditor({
  member,
  staff,
  close,
}: {
  member: Member | null;
  staff: StaffList;
  close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const label = (field: string) => {
    const key = `staff.${field.replace(/^seat\./, '').split('.')[0] ?? ''}`;
    return i18n.exists(key) ? String(i18n.t(key as never)) : field;
  };
  const readOnly = member !== null && !member.can_change;
  return (
    <RecordEditor<Values>
      title={member === null ? t('staff.create') : `${member.staff_number} ${member.name}`}
      stored={member === null ? NEW_MEMBER : { ...bodyOf(member), password: '' }}
      version={member?.version ?? 0}
      save={(values, version, params) => {
        const { password, ...rest } = values;
        const body = withoutSpareSeat(rest);
        return member === null
          ? createMember({ ...body, password }, params)
          : changeMember(member.user_id, version, body, params);
      }}
      refresh={[staffKey, ['administration', 'queues'], ['administration', 'groups'], ['changes', 'user']]}
      label={label}
      close={close}
      width={680}
      readOnly={readOnly}
      more={
        member === null || readOnly ? null : (
          <>
            <PasswordButton member={member} />
            {member.locked_until === null ? null : <UnlockButton member={member} />}
          </>
        )
      }
    >
      {() => (
        <>
          {readOnly ? <p className={registry.none}>{t('staff.not_yours')}</p> : null}
          <MemberFields staff={staff} />
          {member === null ? (
            <Form.Item
              name="password"
              label={t('staff.password')}
              extra={t('staff.password_note')}
              rules={[{ required: true, min: 10, message: t('registry.fault.too_short') }]}
            >
              <Input.Password autoComplete="new-password" data-testid="member-password" />
            </Form.Item>
          ) : (
            <>
              <h3 className={registry.heading}>{t('registry.history')}</h3>
              <RecordHistory kind="user" recordId={member.user_id} version={member.version} />
            </>
          )}
        </>
      )}
    </RecordEditor>
  );
}

const bodyOf = ({ staff_number, name, roles, active, seat }: Member): MemberBody => ({
  staff_number,
  name,
  roles,
  active,
  seat,
});

/** Who is no agent has no seat; whoever becomes one begins with an empty one. */
const withoutSpareSeat = (body: MemberBody): MemberBody => ({
  ...body,
  seat: body.roles.includes('agent')
    ? { sip_username: '', phone_kind: 'webrtc', queue_ids: [], group_ids: [], skills: [], ...body.seat }
    : null,
});
