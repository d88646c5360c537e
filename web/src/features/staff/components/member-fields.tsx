import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Checkbox, Form, Input, InputNumber, Radio, Select, Switch } from 'antd';

import { useTranslation } from '@/i18n';
import registry from '@/ui/registry/registry.module.css';

import type { MemberBody, StaffList } from '../api/staff';

const ROLES = ['agent', 'supervisor', 'admin'] as const;
const PHONES = ['webrtc', 'sip'] as const;

export function MemberFields({ staff }: { staff: StaffList }) {
  const { t } = useTranslation();
  const roles = Form.useWatch<MemberBody['roles'] | undefined>('roles') ?? [];
  return (
    <>
      <div className={registry.pair}>
        <Form.Item
          name="staff_number"
          label={t('staff.staff_number')}
          rules={[
            { required: true, pattern: /^[0-9A-Za-z-]{1,20}$/, message: t('registry.fault.no_staff_number') },
          ]}
        >
          <Input maxLength={20} data-testid="member-number" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('staff.name')}
          rules={[{ required: true, whitespace: true, message: t('registry.fault.no_name') }]}
        >
          <Input maxLength={40} data-testid="member-name" />
        </Form.Item>
        <Form.Item
          name="roles"
          label={t('staff.roles')}
          rules={[{ required: true, message: t('registry.fault.empty') }]}
        >
          <Checkbox.Group
            className={registry.rows ?? ''}
            options={ROLES.map((value) => ({
              value,
              label: `${t(`staff.role.${value}`)}　${t(`staff.role_note.${value}`)}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="active"
          label={t('staff.active_switch')}
          extra={t('staff.active_note')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </div>
      {roles.includes('agent') ? <SeatFields staff={staff} /> : null}
    </>
  );
}

function SeatFields({ staff }: { staff: StaffList }) {
  const { t } = useTranslation();
  const skills = staff.skills.map((value) => ({ value }));
  return (
    <>
      <h3 className={registry.heading}>{t('staff.seat')}</h3>
      <div className={registry.pair}>
        <Form.Item
          name={['seat', 'sip_username']}
          label={t('staff.sip_username')}
          extra={t('staff.sip_username_note')}
          rules={[
            {
              required: true,
              pattern: /^[0-9A-Za-z][0-9A-Za-z-]{1,30}$/,
              message: t('registry.fault.no_sip_username'),
            },
          ]}
        >
          <Input maxLength={31} data-testid="member-extension" />
        </Form.Item>
        <Form.Item name={['seat', 'phone_kind']} label={t('staff.phone')}>
          <Radio.Group
            className={registry.rows ?? ''}
            options={PHONES.map((value) => ({ value, label: t(`staff.phone_kind.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name={['seat', 'group_ids']} label={t('staff.groups')} extra={t('staff.groups_note')}>
          <Select
            mode="multiple"
            options={staff.groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name={['seat', 'queue_ids']} label={t('staff.queues')} extra={t('staff.queues_note')}>
          <Select
            mode="multiple"
            options={staff.queues.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </div>
      <Form.Item label={t('staff.skills')} extra={t('staff.skills_note')}>
        <Form.List name={['seat', 'skills']}>
          {(fields, { add, remove }) => (
            <div className={registry.rows}>
              {fields.map(({ key, name }) => (
                <div key={key} className={registry.row}>
                  <Form.Item name={[name, 'skill']} noStyle rules={[{ required: true }]}>
                    <AutoComplete
                      options={skills}
                      style={{ width: 200 }}
                      placeholder={t('staff.skill_name')}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'level']} noStyle>
                    <InputNumber min={1} max={10} prefix={t('staff.level')} style={{ width: 120 }} />
                  </Form.Item>
                  <Button
                    type="text"
                    danger
                    icon={<DeleteOutlined />}
                    aria-label={t('registry.remove_line')}
                    onClick={() => {
                      remove(name);
                    }}
                  />
                </div>
              ))}
              <div>
                <Button
                  type="dashed"
                  size="small"
                  icon={<PlusOutlined />}
                  onClick={() => {
                    add({ skill: '', level: 1 });
                  }}
                >
                  {t('staff.add_skill')}
                </Button>
              </div>
            </div>
          )}
        </Form.List>
      </Form.Item>
    </>
  );
}
