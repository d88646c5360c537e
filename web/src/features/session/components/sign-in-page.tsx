import { LockOutlined, SafetyCertificateOutlined, UserOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input } from 'antd';

import { useTranslation } from '@/i18n';
import { readRemembered, remember } from '@/lib/remembered';
import { Brand } from '@/ui/brand';
import { LanguageSwitch } from '@/ui/language-switch';

import { useSignIn } from '../api/session';
import { useSignInFault } from './sign-in-fault';
import styles from './sign-in-page.module.css';

interface Credentials {
  staff_number: string;
  password: string;
}

const rememberedStaffNumber = () => readRemembered<string>('staff_number', '');

export function SignInPage() {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const fault = useSignInFault(signIn.error);

  const submit = (credentials: Credentials) => {
    const staffNumber = credentials.staff_number.trim();
    signIn.mutate(
      { ...credentials, staff_number: staffNumber },
      {
        onSuccess: () => {
          remember('staff_number', staffNumber);
        },
      },
    );
  };

  return (
    <main className={styles.page}>
      <section className={styles.welcome}>
        <Brand light large />
        <div>
          <h1 className={styles.slogan}>{t('sign_in.slogan')}</h1>
          <p className={styles.purpose}>{t('sign_in.purpose')}</p>
        </div>
        <p className={styles.notice}>
          <SafetyCertificateOutlined /> {t('sign_in.notice')}
        </p>
      </section>
      <section className={styles.side}>
        <div className={styles.language}>
          <LanguageSwitch />
        </div>
        <div className={styles.card}>
          <h2 className={styles.title}>{t('sign_in.title')}</h2>
          <p className={styles.hint}>{t('sign_in.hint')}</p>
          {fault === null ? null : (
            <Alert
              className={styles.fault ?? ''}
              type={fault.severity}
              showIcon
              title={fault.title}
              description={fault.remedy}
              data-testid="sign-in-error"
              role="alert"
            />
          )}
          <Form<Credentials>
            layout="vertical"
            size="large"
            requiredMark={false}
            initialValues={{ staff_number: rememberedStaffNumber(), password: '' }}
            onFinish={submit}
          >
            <Form.Item
              name="staff_number"
              label={t('sign_in.staff_number')}
              rules={[{ required: true, whitespace: true, message: t('sign_in.staff_number_missing') }]}
            >
              <Input
                prefix={<UserOutlined />}
                autoComplete="username"
                inputMode="numeric"
                maxLength={32}
                autoFocus={rememberedStaffNumber() === ''}
                data-testid="staff-number"
              />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('sign_in.password')}
              rules={[{ required: true, message: t('sign_in.password_missing') }]}
            >
              <Input.Password
                prefix={<LockOutlined />}
                autoComplete="current-password"
                maxLength={200}
                autoFocus={rememberedStaffNumber() !== ''}
                data-testid="password"
              />
            </Form.Item>
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={signIn.isPending}
              className={styles.submit ?? ''}
              data-testid="sign-in"
            >
              {t('sign_in.submit')}
            </Button>
          </Form>
          <p className={styles.forgotten}>{t('sign_in.forgotten')}</p>
        </div>
      </section>
    </main>
  );
}
