import { Button, Result } from 'antd';

import { useTranslation } from '@/i18n';

/** The last resort: something in the page itself broke. A talk goes on; the page takes it back after loading again. */
export function FaultPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="warning"
      title={t('problem.page')}
      subTitle={t('problem.page_remedy')}
      extra={
        <Button
          type="primary"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t('problem.reload')}
        </Button>
      }
    />
  );
}
