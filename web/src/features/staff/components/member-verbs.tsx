import { App, Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';

import { useTranslation } from '@/i18n';
import { formatDayTime } from '@/lib/format';
import { ProblemAlert } from '@/ui/registry/problem-alert';
import { useChange } from '@/ui/registry/use-change';
import { useProblemMessage } from '@/ui/use-problem-message';

import { setPassword, staffKey, unlockMember, type Member } from '../api/staff';

/** Another password: told by word of mouth; the user is signed out everywhere. */
export function PasswordButton({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ password: string }>();
  const change = useChange(
    (password: string, params) => setPassword(member.user_id, password, params),
    [staffKey, ['changes', 'user']],
  );
  const submit = async () => {
    const values = await form.validateFields().catch(() => null);
    if (values === null) return;
    await change.run(values.password).then(
      () => {
        void message.success(t('staff.password_set', { name: member.name }));
        setOpen(false);
      },
      () => undefined,
    );
  };
  return (
    <>
      <Button
        onClick={() => {
          change.forget();
          setOpen(true);
        }}
        data-testid="member-set-password"
      >
        {t('staff.set_password')}
      </Button>
      <Modal
        open={open}
        title={t('staff.set_password_of', { name: member.name })}
        okText={t('staff.set_password')}
        confirmLoading={change.pending}
        onOk={() => void submit()}
        onCancel={() => {
          setOpen(false);
        }}
        destroyOnHidden
      >
        <p>{t('staff.set_password_note')}</p>
        <ProblemAlert problem={change.problem} />
        <Form form={form} layout="vertical" preserve={false} onFinish={() => void submit()}>
          <Form.Item
            name="password"
            label={t('staff.password')}
            extra={t('staff.password_note')}
            rules={[{ required: true, min: 10, message: t('registry.fault.too_short') }]}
          >
            <Input.Password autoFocus autoComplete="new-password" data-testid="new-password" />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

/** Ends a lock before its time. */
export function UnlockButton({ member }: { member: Member }) {
  const { t, i18n } = useTranslation();
  const { message } = App.useApp();
  const showProblem = useProblemMessage();
  const change = useChange(
    (_: null, params) => unlockMember(member.user_id, params),
    [staffKey, ['changes', 'user']],
  );
  return (
    <Popconfirm
      title={t('staff.unlock_sure', { at: formatDayTime(member.locked_until ?? '', i18n.language) })}
      onConfirm={() => {
        change.run(null).then(() => message.success(t('staff.unlocked')), showProblem);
      }}
    >
      <Button loading={change.pending} data-testid="member-unlock">
        {t('staff.unlock')}
      </Button>
    </Popconfirm>
  );
}
